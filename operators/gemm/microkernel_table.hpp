// SPDX-License-Identifier: Apache-2.0
// The tables that this build contains: those of its own architecture. Whether a core can run one is asked elsewhere.
#pragma once

#include "operators/gemm/microkernel.hpp"

namespace cachebound::operators::gemm {

#if defined(__x86_64__)
MicroKernelTable avx512_kernels();
MicroKernelTable avx2_kernels();
#elif defined(__aarch64__)
MicroKernelTable neon_kernels();
#elif defined(__arm__)
MicroKernelTable neon_vfpv4_kernels();
MicroKernelTable neon_kernels();
#endif

/// Widest instruction set first.
inline constexpr int max_tables = 2;
struct MicroKernelTables {
  MicroKernelTable table[max_tables];
  int count = 0;

  [[nodiscard]] const MicroKernelTable* begin() const { return table; }
  [[nodiscard]] const MicroKernelTable* end() const { return table + count; }
};
MicroKernelTables all_kernels();

}  // namespace cachebound::operators::gemm
