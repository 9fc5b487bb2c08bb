// SPDX-License-Identifier: Apache-2.0
// The kernels that this build contains: those of its own architecture. Whether a core can run one is asked elsewhere.
#pragma once

#include <span>

#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/conv2d/winograd_kernel.hpp"

namespace cachebound::operators::conv2d {

/// All of one instruction set.
struct ConvKernels {
  Isa isa = Isa::scalar;
  std::span<const DirectKernel> direct;  ///< the first is the default tile
  DepthwiseKernels depthwise;
  WinogradKernels winograd;
  simd::Rearrange rearrange;
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
