// SPDX-License-Identifier: Apache-2.0
// The kernels that this build contains: those of its own architecture. Whether a core can run one is asked elsewhere.
#pragma once

#include <span>
#include <type_traits>

#include "operators/bf16.hpp"
#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::conv2d {

/// Of one type of element; what is not there is empty.
template <typename T>
struct ConvKernelsOf {
  std::span<const DirectKernelOf<T>> direct{};  ///< the first is the default tile
  DepthwiseKernelsOf<T> depthwise{};
  WinogradKernelsOf<T> winograd{};
  simd::RearrangeOf<T> rearrange{};
};

/// All of one instruction set. Those that have f16 or bf16 are sets of their own, which have nothing else.
struct ConvKernels {
  Isa isa = Isa::scalar;
  ConvKernelsOf<float> f32{};
  ConvKernelsOf<double> f64{};
  ConvKernelsOf<Half> f16{};   ///< no Winograd: docs/operators.md
  ConvKernelsOf<Bf16> bf16{};  ///< rearrangement alone

  template <typename T>
  [[nodiscard]] const ConvKernelsOf<T>& of() const {
    if constexpr (std::is_same_v<T, double>) {
      return f64;
    } else if constexpr (std::is_same_v<T, Half>) {
      return f16;
    } else if constexpr (std::is_same_v<T, Bf16>) {
      return bf16;
    } else {
      return f32;
    }
  }
  template <typename T>
  [[nodiscard]] bool has() const {
    return of<T>().rearrange.copy != nullptr;
  }
};

#if defined(__x86_64__)
const ConvKernels& avx512_kernels();
const ConvKernels& avx2_kernels();
const ConvKernels& avx512_fp16_kernels();
const ConvKernels& avx512_bf16_kernels();
#elif defined(__aarch64__)
const ConvKernels& neon_kernels();
const ConvKernels& neon_fp16_kernels();
const ConvKernels& neon_bf16_kernels();
#elif defined(__arm__)
const ConvKernels& neon_vfpv4_kernels();
const ConvKernels& neon_kernels();
#endif

/// Of f32, and f64 where the set has it. Widest instruction set first.
std::span<const ConvKernels* const> all_kernels();
/// Of f16 and of bf16: one set for each architecture; null on 32-bit Arm.
const ConvKernels* f16_kernels();
const ConvKernels* bf16_kernels();

}  // namespace cachebound::operators::conv2d
