// SPDX-License-Identifier: Apache-2.0
// A32 NEON without fused multiply-add: 16 registers hold pixels x vectors of sums, the vectors of weights and four
// pixels.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/winograd_code.hpp"
#include "operators/simd/neon_vmla.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::NeonVmla;

constexpr DirectKernelOf<float> direct[] = {
    direct_kernel<NeonVmla, 4, 2>(Isa::neon),  // 8 sums, 1.50 B of L1 loads per multiply-add
    direct_kernel<NeonVmla, 8, 1>(Isa::neon),  // 8, 1.50
    direct_kernel<NeonVmla, 4, 1>(Isa::neon),  // 4, 2.00
};
constexpr ConvKernels kernels{.isa = Isa::neon,
                              .f32 = {.direct = direct,
                                      .depthwise = depthwise_kernels<NeonVmla>(),
                                      .winograd = winograd_kernels<NeonVmla>(),
                                      .rearrange = simd::rearrange<NeonVmla>()}};

}  // namespace

const ConvKernels& neon_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
