// SPDX-License-Identifier: Apache-2.0
// AVX2 tiles: 16 registers hold mr * nr / 8 accumulators, the shorter side of the tile and one operand in flight.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/avx2.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Avx2;
using simd::Avx2F64;

constexpr MicroKernel kernels[] = {
    RegisterTile<Avx2, 6, 2>::kernel(Isa::avx2),   // 12 accumulators, 0.92 B of L1 loads per multiply-add
    RegisterTile<Avx2, 4, 3>::kernel(Isa::avx2),   // 12, 1.17
    RegisterTile<Avx2, 12, 1>::kernel(Isa::avx2),  // 12, 0.83
    RegisterTile<Avx2, 4, 2>::kernel(Isa::avx2),   // 8, 1.25: as many as 2 pipes x 4 cycles need, no more
    RegisterTile<Avx2, 2, 6>::kernel(Isa::avx2),   // 12, 2.08
    RegisterTile<Avx2, 2, 2>::kernel(Isa::avx2),   // 4, 2.25: bound by the latency of the FMA, on purpose
};

// Half as many lanes: for the same accumulators twice the bytes of B for each multiply-add.
constexpr MicroKernelOf<double> f64_kernels[] = {
    RegisterTile<Avx2F64, 6, 2>::kernel(Isa::avx2),   // 12 accumulators, 2.33 B of L1 loads per multiply-add
    RegisterTile<Avx2F64, 4, 3>::kernel(Isa::avx2),   // 12, 2.67
    RegisterTile<Avx2F64, 12, 1>::kernel(Isa::avx2),  // 12, 2.67
    RegisterTile<Avx2F64, 4, 2>::kernel(Isa::avx2),   // 8, 3.00
};

}  // namespace

MicroKernelTable avx2_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

MicroKernelTableOf<double> avx2_f64_kernels() {
  return {f64_kernels, static_cast<int>(sizeof f64_kernels / sizeof f64_kernels[0])};
}

}  // namespace cachebound::operators::gemm
