// SPDX-License-Identifier: Apache-2.0
// A64 NEON: 32 registers hold 12 pixels x 2 vectors of sums, 2 of weights and 12 pixels.
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/neon_aarch64.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Neon;

constexpr ConvKernels kernels{.isa = Isa::neon, .direct = direct_kernel<Neon, 12, 2>(Isa::neon)};

}  // namespace

const ConvKernels& neon_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
