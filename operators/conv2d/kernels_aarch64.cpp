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

constexpr DirectKernel direct[] = {
    direct_kernel<Neon, 12, 2>(Isa::neon),  // 24 sums, 0.83 B of L1 loads per multiply-add
    direct_kernel<Neon, 8, 3>(Isa::neon),   // 24, 0.83
    direct_kernel<Neon, 4, 4>(Isa::neon),   // 16, 1.25
};
constexpr ConvKernels kernels{.isa = Isa::neon,
                              .direct = direct,
                              .depthwise = depthwise_kernels<Neon>(),
                              .winograd = winograd_kernels<Neon>(),
                              .rearrange = simd::rearrange<Neon>()};

}  // namespace

const ConvKernels& neon_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
