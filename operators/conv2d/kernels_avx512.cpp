// SPDX-License-Identifier: Apache-2.0
// AVX-512: 32 registers hold 14 pixels x 2 vectors of sums, 2 of weights and a pixel.
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/avx512.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Avx512;

constexpr ConvKernels kernels{.isa = Isa::avx512, .direct = direct_kernel<Avx512, 14, 2>(Isa::avx512)};

}  // namespace

const ConvKernels& avx512_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
