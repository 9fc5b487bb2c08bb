// SPDX-License-Identifier: Apache-2.0
// AVX512-BF16: what im2col lays its matrix out with. The instructions sum products along the depth, two or four at a
// time: there is nothing for them in a depthwise convolution, whose sums run over taps.
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/avx512_bf16.hpp"
#include "operators/simd/rearrange_code.hpp"

namespace cachebound::operators::conv2d {
namespace {

constexpr ConvKernels kernels{.isa = Isa::avx512_bf16, .bf16 = {.rearrange = simd::rearrange<simd::Avx512Bf16>()}};

}  // namespace

const ConvKernels& avx512_bf16_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
