// SPDX-License-Identifier: Apache-2.0
// The GEMMs of libraries, each in a file of its own, which is compiled only where its library was found. They run on
// as many threads as the target core has cpus: each file sees to that by its library's own means, and a test looks at
// the threads.
#pragma once

#include <string_view>
#include <vector>

#include "operators/gemm/backend_entry.hpp"

namespace cachebound::operators::gemm {

BackendEntry openblas_entry(const TargetCore& core);
BackendEntry blis_entry(const TargetCore& core);
BackendEntry onednn_entry(const TargetCore& core);
BackendEntry xnnpack_entry(const TargetCore& core);
BackendEntry acl_entry(const TargetCore& core);
/// So many threads in all functions of Arm Compute Library. Error{not_permitted}: it keeps to another number.
Status use_acl_threads(int threads);

/// Eigen is headers, compiled here once for each instruction set: "eigen" is the widest of the core, "eigen-<isa>" any.
std::vector<BackendEntry> eigen_entries(const TargetCore& core);

}  // namespace cachebound::operators::gemm
