// SPDX-License-Identifier: Apache-2.0
// A32 NEON without fused multiply-add: 16 registers hold 4 pixels x 2 vectors of sums, 2 of weights and 4 pixels.
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/neon_vmla.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::NeonVmla;

constexpr ConvKernels kernels{.isa = Isa::neon, .direct = direct_kernel<NeonVmla, 4, 2>(Isa::neon)};

}  // namespace

const ConvKernels& neon_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
