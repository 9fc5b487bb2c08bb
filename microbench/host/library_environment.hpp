// SPDX-License-Identifier: Apache-2.0
// Variables of the environment that steer the libraries whose operators are measured: which kernels OpenBLAS takes, for
// which caches it cuts its blocks, how OpenMP's threads wait. Set once for another program, or by whoever made the
// system's image, they decide a comparison without a trace of it in any row.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// What their names begin with. Sources: OpenBLAS (driver/others/openblas_env.c, dynamic.c), BLIS (docs/Multithreading.md,
/// docs/ConfigurationHowTo.md), oneDNN (cpu_dispatcher_control), OpenMP 5 chapter 6 and GCC's libgomp manual chapter 3,
/// ld.so(8), glibc's manual, "Tunables".
inline constexpr std::array<std::string_view, 12> steering_prefixes{
    "OPENBLAS_", "GOTO_", "BLIS_", "ONEDNN_", "DNNL_", "OMP_", "GOMP_", "KMP_", "EIGEN_", "MALLOC_", "GLIBC_TUNABLES",
    "LD_PRELOAD"};

/// "OPENBLAS_CORETYPE=Haswell OMP_WAIT_POLICY=active", by name; empty: none is set. Of this process, as it was started.
Result<std::string> read_library_environment(const FileSystem& files);

/// Of those, the ones by which a library takes kernels or blocks for another core than it runs on. They are left out where
/// a core is emulated: it is not the one that they were set for.
inline constexpr std::array<std::string_view, 3> names_of_another_core{"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE",
                                                                       "BLIS_ARCH_TYPE"};

}  // namespace cachebound
