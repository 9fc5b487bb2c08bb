// SPDX-License-Identifier: Apache-2.0
// A64 NEON tiles: 32 registers; A arrives by q-loads and is used by lane, so no load slot is spent on a broadcast.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_aarch64.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Neon;
using simd::NeonF64;

constexpr MicroKernel kernels[] = {
    RegisterTile<Neon, 8, 3>::kernel(Isa::neon),  // 24 accumulators, 0.83 B of L1 loads per multiply-add
    RegisterTile<Neon, 8, 2>::kernel(Isa::neon),  // 16, 1.00
    RegisterTile<Neon, 4, 4>::kernel(Isa::neon),  // 16, 1.25
    RegisterTile<Neon, 4, 2>::kernel(Isa::neon),  // 8, 1.50
};

// Two lanes: 8 rows are four q-loads of A beside three of B and 24 accumulators, 31 registers.
constexpr MicroKernelOf<double> f64_kernels[] = {
    RegisterTile<NeonF64, 8, 3>::kernel(Isa::neon),  // 24 accumulators, 2.33 B of L1 loads per multiply-add
    RegisterTile<NeonF64, 6, 4>::kernel(Isa::neon),  // 24, 2.33
    RegisterTile<NeonF64, 8, 2>::kernel(Isa::neon),  // 16, 3.00
};

}  // namespace

MicroKernelTable neon_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

MicroKernelTableOf<double> neon_f64_kernels() {
  return {f64_kernels, static_cast<int>(sizeof f64_kernels / sizeof f64_kernels[0])};
}

}  // namespace cachebound::operators::gemm
