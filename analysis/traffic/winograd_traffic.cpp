// SPDX-License-Identifier: Apache-2.0
// Winograd F(m x m, 3 x 3): tiles of a x a inputs, a = m + 2, transformed over a scratch; a matrix product for each of
// the a * a places of a tile, its weights packed ahead; the results transformed back and laid out.
#include <algorithm>

#include "analysis/traffic/conv_traffic.hpp"

namespace cachebound::analysis {
namespace {

/// Inputs of one dimension that some tile reads: the last reaches up to m - 1 outputs too far.
std::int64_t copied(const ConvAxis& axis, std::int64_t tiles, std::int64_t m) {
  return std::min(axis.in, tiles * m + 2 - axis.pad);
}

}  // namespace

CallBytes winograd_l1_bytes(const ConvProblem& p, const ConvBlocking& tile, const GemmBlocking& gemm, int threads) {
  const std::int64_t m = tile.width, a = m + 2, places = a * a;
  const std::int64_t down = ceil_div(p.y.out(), m), across = ceil_div(p.x.out(), m);
  const std::int64_t tiles = down * across, together = tile.channels;
  const std::int64_t channels = ceil_div(p.c, tile.outputs) * tile.outputs;
  const std::int64_t outputs = ceil_div(p.o, tile.outputs) * tile.outputs;
  const std::int64_t factor = m == 2 ? 0 : 1;  // F(2) has none; the matrices of larger ones keep one in a register
  // Into the scratch and out of it again, each way the a x a vectors of the input, m x a of the result.
  const std::int64_t input = tiles * 2 * places * channels;
  const ByteCount back{tiles * ((places + m * a) * outputs + 2 * factor), tiles * (m * a + m * m) * outputs};
  const std::int64_t padded = p.c * copied(p.y, down, m) * copied(p.x, across, m);
  const std::int64_t laid_out = p.o * p.pixels();
  CallBytes bytes;
  // What run_packing does too: the copy, the transform of the input, and the product's own packing.
  bytes.packing = p.operand_bytes * ByteCount{padded + input, padded + input};
  bytes.kernel = p.operand_bytes * (back + ByteCount{laid_out, laid_out});
  const auto products = [&](std::int64_t count) {
    const GemmProblem one{
        .m = count, .n = p.o, .k = p.c, .operand_bytes = p.operand_bytes, .result_bytes = p.result_bytes};
    return places * tiled_l1_bytes(one, gemm, PackedAhead::b);
  };
  // Threads with tiles of their own have whole panels of rows, eight each at least; else all tiles go in one sequence.
  const std::int64_t panels = ceil_div(tiles, gemm.mr);
  const std::int64_t parts = p.n < threads && panels >= std::int64_t{8} * threads ? threads : 1;
  for (std::int64_t part = 0; part < parts; ++part) {
    const std::int64_t from = panels * part / parts * gemm.mr;
    const std::int64_t own = std::min(panels * (part + 1) / parts * gemm.mr, tiles) - from;
    const std::int64_t whole = own / together, rest = own % together;
    for (const CallBytes& each : {whole * products(together), rest > 0 ? products(rest) : CallBytes{}}) {
      bytes.kernel = bytes.kernel + each.kernel;
      bytes.packing = bytes.packing + each.packing;
    }
  }
  return p.n * bytes;
}

}  // namespace cachebound::analysis
