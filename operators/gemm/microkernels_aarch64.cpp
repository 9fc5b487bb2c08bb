// SPDX-License-Identifier: Apache-2.0
// A64 NEON tiles: 32 registers; A arrives by q-loads and is used by lane, so no load slot is spent on a broadcast.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_aarch64.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Neon;

constexpr MicroKernel kernels[] = {
    RegisterTile<Neon, 8, 3>::kernel(Isa::neon),  // 24 accumulators, 0.83 B of L1 loads per multiply-add
    RegisterTile<Neon, 8, 2>::kernel(Isa::neon),  // 16, 1.00
    RegisterTile<Neon, 4, 4>::kernel(Isa::neon),  // 16, 1.25
    RegisterTile<Neon, 4, 2>::kernel(Isa::neon),  // 8, 1.50
};

}  // namespace

MicroKernelTable neon_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
