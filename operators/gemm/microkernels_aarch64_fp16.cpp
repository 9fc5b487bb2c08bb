// SPDX-License-Identifier: Apache-2.0
// A64 tiles of f16: eight lanes, so that a panel of A is a whole q-load, or two.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_fp16.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::NeonF16;

constexpr MicroKernelOf<Half> kernels[] = {
    RegisterTile<NeonF16, 8, 3>::kernel(Isa::neon_fp16),   // 24 accumulators, 0.33 B of L1 loads per multiply-add
    RegisterTile<NeonF16, 8, 2>::kernel(Isa::neon_fp16),   // 16, 0.38
    RegisterTile<NeonF16, 16, 1>::kernel(Isa::neon_fp16),  // 16, 0.38
    RegisterTile<NeonF16, 8, 1>::kernel(Isa::neon_fp16),   // 8, 0.50
};

}  // namespace

MicroKernelTableOf<Half> neon_fp16_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
