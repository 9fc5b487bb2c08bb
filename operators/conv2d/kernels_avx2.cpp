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

constexpr DirectKernel direct[] = {
    direct_kernel<Avx2, 6, 2>(Isa::avx2),   // 12 sums, 0.92 B of L1 loads per multiply-add
    direct_kernel<Avx2, 4, 3>(Isa::avx2),   // 12, 1.17
    direct_kernel<Avx2, 12, 1>(Isa::avx2),  // 12, 0.83
};
constexpr ConvKernels kernels{.isa = Isa::avx2,
                              .direct = direct,
                              .depthwise = depthwise_kernels<Avx2>(),
                              .winograd = winograd_kernels<Avx2>(),
                              .rearrange = simd::rearrange<Avx2>()};

}  // namespace

const ConvKernels& avx2_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
