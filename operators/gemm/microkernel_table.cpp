// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/microkernel_table.hpp"

namespace cachebound::operators::gemm {

template <>
MicroKernelTablesOf<float> all_kernels_of<float>() {
#if defined(__x86_64__)
  return {.table = {avx512_kernels(), avx2_kernels()}, .count = 2};
#elif defined(__aarch64__)
  return {.table = {neon_kernels()}, .count = 1};
#elif defined(__arm__)
  return {.table = {neon_vfpv4_kernels(), neon_kernels()}, .count = 2};
#endif
}

template <>
MicroKernelTablesOf<double> all_kernels_of<double>() {
#if defined(__x86_64__)
  return {.table = {avx512_f64_kernels(), avx2_f64_kernels()}, .count = 2};
#elif defined(__aarch64__)
  return {.table = {neon_f64_kernels()}, .count = 1};
#elif defined(__arm__)
  return {};
#endif
}

template <>
MicroKernelTablesOf<Half> all_kernels_of<Half>() {
#if defined(__x86_64__)
  return {.table = {avx512_fp16_kernels()}, .count = 1};
#elif defined(__aarch64__)
  return {.table = {neon_fp16_kernels()}, .count = 1};
#elif defined(__arm__)
  return {};
#endif
}

template <>
MicroKernelTablesOf<Bf16> all_kernels_of<Bf16>() {
#if defined(__x86_64__)
  return {.table = {avx512_bf16_kernels()}, .count = 1};
#elif defined(__aarch64__)
  return {.table = {neon_bf16_kernels()}, .count = 1};
#elif defined(__arm__)
  return {};
#endif
}

}  // namespace cachebound::operators::gemm
