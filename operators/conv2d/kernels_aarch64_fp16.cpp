// SPDX-License-Identifier: Apache-2.0
// A64 with FEAT_FP16: tiles as wide as a load of eight pixels, which are used by lane, as of GEMM's A.
#include "operators/conv2d/depthwise_code.hpp"
#include "operators/conv2d/direct_code.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/simd/neon_fp16.hpp"

namespace cachebound::operators::conv2d {
namespace {

using simd::NeonF16;

constexpr DirectKernelOf<Half> direct[] = {
    direct_kernel<NeonF16, 8, 3>(Isa::neon_fp16),  // 24 sums, 0.33 B of L1 loads per multiply-add
    direct_kernel<NeonF16, 8, 2>(Isa::neon_fp16),  // 16, 0.38
    direct_kernel<NeonF16, 4, 4>(Isa::neon_fp16),  // 16, 0.63
};
constexpr ConvKernels kernels{
    .isa = Isa::neon_fp16,
    .f16 = {.direct = direct, .depthwise = depthwise_kernels<NeonF16>(), .rearrange = simd::rearrange<NeonF16>()}};

}  // namespace

const ConvKernels& neon_fp16_kernels() { return kernels; }

}  // namespace cachebound::operators::conv2d
