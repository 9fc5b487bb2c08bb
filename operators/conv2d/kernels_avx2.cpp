// SPDX-License-Identifier: Apache-2.0
// AVX2: 16 registers hold 6 pixels x 2 vectors of sums, 2 of weights and a pixel.
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/avx2.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Avx2;

constexpr ConvKernels kernels{.isa = Isa::avx2, .direct = direct_kernel<Avx2, 6, 2>(Isa::avx2)};

}  // namespace

const ConvKernels& avx2_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
