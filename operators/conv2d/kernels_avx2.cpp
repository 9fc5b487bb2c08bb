// SPDX-License-Identifier: Apache-2.0
// AVX2: 16 registers hold pixels x vectors of sums, the vectors of weights and a pixel.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/winograd_code.hpp"
#include "operators/simd/avx2.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Avx2;
using simd::Avx2F64;

constexpr DirectKernelOf<float> direct[] = {
    direct_kernel<Avx2, 6, 2>(Isa::avx2),   // 12 sums, 0.92 B of L1 loads per multiply-add
    direct_kernel<Avx2, 4, 3>(Isa::avx2),   // 12, 1.17
    direct_kernel<Avx2, 12, 1>(Isa::avx2),  // 12, 0.83
};
constexpr DirectKernelOf<double> direct_f64[] = {
    direct_kernel<Avx2F64, 6, 2>(Isa::avx2),   // 12 sums, 2.33 B of L1 loads per multiply-add
    direct_kernel<Avx2F64, 4, 3>(Isa::avx2),   // 12, 2.67
    direct_kernel<Avx2F64, 12, 1>(Isa::avx2),  // 12, 2.67
};
constexpr ConvKernels kernels{.isa = Isa::avx2,
                              .f32 = {.direct = direct,
                                      .depthwise = depthwise_kernels<Avx2>(),
                                      .winograd = winograd_kernels<Avx2>(),
                                      .rearrange = simd::rearrange<Avx2>()},
                              .f64 = {.direct = direct_f64,
                                      .depthwise = depthwise_kernels<Avx2F64>(),
                                      .winograd = winograd_kernels<Avx2F64>(),
                                      .rearrange = simd::rearrange<Avx2F64>()}};

}  // namespace

const ConvKernels& avx2_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
