// SPDX-License-Identifier: Apache-2.0
// A32 NEON tiles with fused multiply-add: 16 registers. VFMA has no form by lane in A32, so A arrives by broadcasting
// loads of 4 bytes (vld1.32 {d[], d[]}).
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_vfpv4.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::NeonVfpv4;

constexpr MicroKernel kernels[] = {
    RegisterTile<NeonVfpv4, 6, 2>::kernel(Isa::neon_vfpv4),  // 12 accumulators, 1.17 B of L1 loads per multiply-add
    RegisterTile<NeonVfpv4, 4, 2>::kernel(Isa::neon_vfpv4),  // 8, 1.50
    RegisterTile<NeonVfpv4, 4, 1>::kernel(Isa::neon_vfpv4),  // 4, 2.00
};

}  // namespace

MicroKernelTable neon_vfpv4_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
