// SPDX-License-Identifier: Apache-2.0
// The tables that this build contains: those of its own architecture. Whether a core can run one is asked elsewhere.
#pragma once

#include "operators/gemm/microkernel.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::gemm {

#if defined(__x86_64__)
MicroKernelTable avx512_kernels();
MicroKernelTable avx2_kernels();
MicroKernelTableOf<double> avx512_f64_kernels();
MicroKernelTableOf<double> avx2_f64_kernels();
MicroKernelTableOf<Half> avx512_fp16_kernels();
MicroKernelTableOf<Bf16> avx512_bf16_kernels();
#elif defined(__aarch64__)
MicroKernelTable neon_kernels();
MicroKernelTableOf<double> neon_f64_kernels();
MicroKernelTableOf<Half> neon_fp16_kernels();
MicroKernelTableOf<Bf16> neon_bf16_kernels();
#elif defined(__arm__)
MicroKernelTable neon_vfpv4_kernels();
MicroKernelTable neon_kernels();
#endif

/// Widest instruction set first.
inline constexpr int max_tables = 2;
template <typename T>
struct MicroKernelTablesOf {
  MicroKernelTableOf<T> table[max_tables];
  int count = 0;

  [[nodiscard]] const MicroKernelTableOf<T>* begin() const { return table; }
  [[nodiscard]] const MicroKernelTableOf<T>* end() const { return table + count; }
};
using MicroKernelTables = MicroKernelTablesOf<float>;

/// Of float, double, Half or Bf16; on 32-bit Arm of float alone: its vectors have no f64, and the others from ARMv8.2 on.
template <typename T>
MicroKernelTablesOf<T> all_kernels_of();
template <>
MicroKernelTablesOf<float> all_kernels_of<float>();
template <>
MicroKernelTablesOf<double> all_kernels_of<double>();
template <>
MicroKernelTablesOf<Half> all_kernels_of<Half>();
template <>
MicroKernelTablesOf<Bf16> all_kernels_of<Bf16>();

inline MicroKernelTables all_kernels() { return all_kernels_of<float>(); }

}  // namespace cachebound::operators::gemm
