// SPDX-License-Identifier: Apache-2.0
// A32 NEON with fused multiply-add: 16 registers hold 6 pixels x 2 vectors of sums, 2 of weights and a pixel.
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/neon_vfpv4.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::NeonVfpv4;

constexpr ConvKernels kernels{.isa = Isa::neon_vfpv4, .direct = direct_kernel<NeonVfpv4, 6, 2>(Isa::neon_vfpv4)};

}  // namespace

const ConvKernels& neon_vfpv4_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
