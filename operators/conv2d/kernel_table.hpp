// SPDX-License-Identifier: Apache-2.0
// The kernels that this build contains: those of its own architecture. Whether a core can run one is asked elsewhere.
#pragma once

#include <span>

#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/conv2d/winograd_kernel.hpp"

namespace cachebound::operators::conv2d {

/// Of one type of element.
template <typename T>
struct ConvKernelsOf {
  std::span<const DirectKernelOf<T>> direct;  ///< the first is the default tile
  DepthwiseKernelsOf<T> depthwise;
  WinogradKernelsOf<T> winograd;
  simd::RearrangeOf<T> rearrange;
};

/// All of one instruction set.
struct ConvKernels {
  Isa isa = Isa::scalar;
  ConvKernelsOf<float> f32;
  ConvKernelsOf<double> f64{};  ///< empty where the set has no vectors of it

  [[nodiscard]] bool has_f64() const { return !f64.direct.empty(); }
  template <typename T>
  [[nodiscard]] const ConvKernelsOf<T>& of() const {
    if constexpr (sizeof(T) == sizeof(double)) {
      return f64;
    } else {
      return f32;
    }
  }
};

#if defined(__x86_64__)
const ConvKernels& avx512_kernels();
const ConvKernels& avx2_kernels();
#elif defined(__aarch64__)
const ConvKernels& neon_kernels();
#elif defined(__arm__)
const ConvKernels& neon_vfpv4_kernels();
const ConvKernels& neon_kernels();
#endif

/// Widest instruction set first.
std::span<const ConvKernels* const> all_kernels();

}  // namespace cachebound::operators::conv2d
