// SPDX-License-Identifier: Apache-2.0
// A32 NEON with fused multiply-add: 16 registers hold pixels x vectors of sums, the vectors of weights and a pixel.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/winograd_code.hpp"
#include "operators/simd/neon_vfpv4.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::NeonVfpv4;

constexpr DirectKernelOf<float> direct[] = {
    direct_kernel<NeonVfpv4, 6, 2>(Isa::neon_vfpv4),   // 12 sums, 1.17 B of L1 loads per multiply-add
    direct_kernel<NeonVfpv4, 4, 2>(Isa::neon_vfpv4),   // 8, 1.50
    direct_kernel<NeonVfpv4, 12, 1>(Isa::neon_vfpv4),  // 12, 1.33
};
constexpr ConvKernels kernels{.isa = Isa::neon_vfpv4,
                              .f32 = {.direct = direct,
                                      .depthwise = depthwise_kernels<NeonVfpv4>(),
                                      .winograd = winograd_kernels<NeonVfpv4>(),
                                      .rearrange = simd::rearrange<NeonVfpv4>()}};

}  // namespace

const ConvKernels& neon_vfpv4_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
