// SPDX-License-Identifier: Apache-2.0
// A32 NEON tiles without fused multiply-add (Cortex-A8, A9): VMLA by lane, 16 registers, of which only d0-d15 can be
// indexed by lane.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_vmla.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::NeonVmla;

constexpr MicroKernel kernels[] = {
    RegisterTile<NeonVmla, 4, 2>::kernel(Isa::neon),  // 8 accumulators, 1.50 B of L1 loads per multiply-add
    RegisterTile<NeonVmla, 4, 1>::kernel(Isa::neon),  // 4, 2.00
};

}  // namespace

MicroKernelTable neon_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
