// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/kernel_table.hpp"

#include <array>

namespace cachebound::operators::conv2d {

std::span<const ConvKernels* const> all_kernels() {
#if defined(__x86_64__)
  static const std::array tables{&avx512_kernels(), &avx2_kernels()};
#elif defined(__aarch64__)
  static const std::array tables{&neon_kernels()};
#elif defined(__arm__)
  static const std::array tables{&neon_vfpv4_kernels(), &neon_kernels()};
#endif
  return tables;
}

const ConvKernels* f16_kernels() {
#if defined(__x86_64__)
  return &avx512_fp16_kernels();
#elif defined(__aarch64__)
  return &neon_fp16_kernels();
#else
  return nullptr;
#endif
}

const ConvKernels* bf16_kernels() {
#if defined(__x86_64__)
  return &avx512_bf16_kernels();
#elif defined(__aarch64__)
  return &neon_bf16_kernels();
#else
  return nullptr;
#endif
}

}  // namespace cachebound::operators::conv2d
