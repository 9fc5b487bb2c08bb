// SPDX-License-Identifier: Apache-2.0
// AVX-512: 32 registers hold pixels x vectors of sums, the vectors of weights and a pixel.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/winograd_code.hpp"
#include "operators/simd/avx512.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Avx512;
using simd::Avx512F64;

constexpr DirectKernelOf<float> direct[] = {
    direct_kernel<Avx512, 14, 2>(Isa::avx512),  // 28 sums, 0.41 B of L1 loads per multiply-add
    direct_kernel<Avx512, 8, 3>(Isa::avx512),   // 24, 0.58
    direct_kernel<Avx512, 6, 4>(Isa::avx512),   // 24, 0.73
};
constexpr DirectKernelOf<double> direct_f64[] = {
    direct_kernel<Avx512F64, 14, 2>(Isa::avx512),  // 28 sums, 1.07 B of L1 loads per multiply-add
    direct_kernel<Avx512F64, 8, 3>(Isa::avx512),   // 24, 1.33
    direct_kernel<Avx512F64, 6, 4>(Isa::avx512),   // 24, 1.58
};
constexpr ConvKernels kernels{.isa = Isa::avx512,
                              .f32 = {.direct = direct,
                                      .depthwise = depthwise_kernels<Avx512>(),
                                      .winograd = winograd_kernels<Avx512>(),
                                      .rearrange = simd::rearrange<Avx512>()},
                              .f64 = {.direct = direct_f64,
                                      .depthwise = depthwise_kernels<Avx512F64>(),
                                      .winograd = winograd_kernels<Avx512F64>(),
                                      .rearrange = simd::rearrange<Avx512F64>()}};

}  // namespace

const ConvKernels& avx512_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
