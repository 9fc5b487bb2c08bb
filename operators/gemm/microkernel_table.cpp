// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/microkernel_table.hpp"

namespace cachebound::operators::gemm {

MicroKernelTables all_kernels() {
#if defined(__x86_64__)
  return {.table = {avx512_kernels(), avx2_kernels()}, .count = 2};
#elif defined(__aarch64__)
  return {.table = {neon_kernels()}, .count = 1};
#elif defined(__arm__)
  return {.table = {neon_vfpv4_kernels(), neon_kernels()}, .count = 2};
#endif
}

}  // namespace cachebound::operators::gemm
