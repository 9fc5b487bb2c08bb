// SPDX-License-Identifier: Apache-2.0
// A64 NEON: 32 registers hold pixels x vectors of sums, the vectors of weights and all pixels.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/winograd_code.hpp"
#include "operators/simd/neon_aarch64.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::Neon;
using simd::NeonF64;

constexpr DirectKernelOf<float> direct[] = {
    direct_kernel<Neon, 12, 2>(Isa::neon),  // 24 sums, 0.83 B of L1 loads per multiply-add
    direct_kernel<Neon, 8, 3>(Isa::neon),   // 24, 0.83
    direct_kernel<Neon, 4, 4>(Isa::neon),   // 16, 1.25
};
constexpr DirectKernelOf<double> direct_f64[] = {
    direct_kernel<NeonF64, 12, 2>(Isa::neon),  // 24 sums, 2.67 B of L1 loads per multiply-add
    direct_kernel<NeonF64, 8, 3>(Isa::neon),   // 24, 2.33
    direct_kernel<NeonF64, 8, 2>(Isa::neon),   // 16, 3.00
};
constexpr ConvKernels kernels{.isa = Isa::neon,
                              .f32 = {.direct = direct,
                                      .depthwise = depthwise_kernels<Neon>(),
                                      .winograd = winograd_kernels<Neon>(),
                                      .rearrange = simd::rearrange<Neon>()},
                              .f64 = {.direct = direct_f64,
                                      .depthwise = depthwise_kernels<NeonF64>(),
                                      .winograd = winograd_kernels<NeonF64>(),
                                      .rearrange = simd::rearrange<NeonF64>()}};

}  // namespace

const ConvKernels& neon_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
