// SPDX-License-Identifier: Apache-2.0
// AVX512-FP16: tiles as of f32, twice the lanes.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/avx512_fp16.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Avx512F16;

constexpr DirectKernelOf<Half> direct[] = {
    direct_kernel<Avx512F16, 14, 2>(Isa::avx512_fp16),  // 28 sums, 0.17 B of L1 loads per multiply-add
    direct_kernel<Avx512F16, 8, 3>(Isa::avx512_fp16),   // 24, 0.27
    direct_kernel<Avx512F16, 6, 4>(Isa::avx512_fp16),   // 24, 0.35
};
constexpr ConvKernels kernels{
    .isa = Isa::avx512_fp16,
    .f16 = {.direct = direct, .depthwise = depthwise_kernels<Avx512F16>(), .rearrange = simd::rearrange<Avx512F16>()}};

}  // namespace

const ConvKernels& avx512_fp16_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
