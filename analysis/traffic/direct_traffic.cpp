// SPDX-License-Identifier: Apache-2.0
// The direct convolution: a copy of the input in padded planes, then tiles of pixels x outputs.
#include <algorithm>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/plane_axis.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::int64_t offset_bytes = 4;  // of a tap, for a tile
constexpr std::int64_t place_bytes = 8;   // of a tile

/// Rows of pixels, and how many pixels its tiles load for one tap of a whole row.
struct TiledRows {
  std::int64_t rows = 0;
  std::int64_t tiles = 0;  ///< of a row
  std::int64_t loaded = 0;
};

/// A row is cut into the fewest tiles, as equal as can be. With one column of taps the image is one row.
TiledRows tiled_rows(const ConvProblem& p, const ConvBlocking& b) {
  const bool one_row = p.x.kernel == 1;
  const std::int64_t width = one_row ? p.pixels() : p.x.out();
  const std::int64_t tiles = ceil_div(width, b.width), wide = width % tiles;
  const auto loaded = [&](std::int64_t pixels) { return ceil_div(pixels, b.pixels_per_load) * b.pixels_per_load; };
  return {one_row ? 1 : p.y.out(), tiles, wide * loaded(width / tiles + 1) + (tiles - wide) * loaded(width / tiles)};
}

struct Sizes {
  std::int64_t planes, slab, weights, output;  ///< elements: of an image, a tile column's weights, all, an image
  std::int64_t output_blocks, input_blocks, tiles;
};

Sizes sizes(const ConvProblem& p, const ConvBlocking& b) {
  const PlaneAxis y = plane_axis(p.y), x = plane_axis(p.x);
  const std::int64_t output_blocks = ceil_div(p.group_outputs(), b.outputs);
  const TiledRows rows = tiled_rows(p, b);
  return {.planes = p.c * y.stored * y.phases * x.stored * x.phases,
          .slab = p.taps() * std::min<std::int64_t>(b.channels, p.group_inputs()) * b.outputs,
          .weights = p.groups * output_blocks * b.outputs * p.group_inputs() * p.taps(),
          .output = p.o * p.pixels(),
          .output_blocks = output_blocks,
          .input_blocks = ceil_div(p.group_inputs(), b.channels),
          .tiles = rows.rows * rows.tiles};
}

}  // namespace

CallBytes direct_l1_bytes(const ConvProblem& p, const ConvBlocking& b) {
  const std::int64_t element = p.operand_bytes;
  const std::int64_t copied = p.n * p.c * plane_axis(p.y).copied * plane_axis(p.x).copied;
  const Sizes s = sizes(p, b);
  const TiledRows rows = tiled_rows(p, b);
  // All blocks of outputs of all images; a partial one computes as much as a whole one.
  const std::int64_t blocks = p.n * p.groups * s.output_blocks;
  CallBytes bytes;
  bytes.packing = element * ByteCount{copied, copied};
  bytes.kernel.read =
      blocks * (p.taps() * p.group_inputs() * element * (rows.rows * rows.loaded + s.tiles * b.outputs) +
                s.input_blocks * s.tiles * (p.taps() * offset_bytes + place_bytes));
  // Sums are stored with every block of inputs and loaded with all but the first.
  const std::int64_t sums = blocks * p.pixels() * b.outputs;
  bytes.kernel = bytes.kernel + element * ByteCount{(s.input_blocks - 1) * sums, s.input_blocks * sums};
  // Results that were not stored in place: all in NCHW, those of partial blocks in NHWC.
  const std::int64_t rest = p.nhwc ? p.group_outputs() % b.outputs : p.group_outputs();
  const std::int64_t moved = p.n * p.groups * rest * p.pixels();
  bytes.kernel = bytes.kernel + element * ByteCount{moved, moved};
  return bytes;
}

CallBytes direct_bytes_beyond(const ConvProblem& p, const ConvBlocking& b, Bytes capacity) {
  const auto fits = [&](std::int64_t elements) {
    return static_cast<double>(p.operand_bytes * elements) <= capacity.value;
  };
  const Sizes s = sizes(p, b);
  const std::int64_t input = p.n * p.c * p.y.needed() * p.x.needed();
  if (fits(input + s.planes + s.weights + p.n * s.output)) return {};
  // What stays from one use to the next: all planes from their packing on; those of a group from one block of outputs
  // to the next; a block's weights from one tile to the next.
  const bool planes_stay = fits(s.planes + s.slab);
  const bool group_stays = fits(s.planes / p.groups + s.slab);
  CallBytes total;
  total.packing = {input, 0};
  if (!planes_stay) {
    total.packing = total.packing + p.n * ByteCount{s.planes, s.planes};
    total.kernel.read += p.n * s.planes * (group_stays ? 1 : s.output_blocks);
  }
  total.kernel.read += p.n * s.weights * (fits(s.slab) ? 1 : s.tiles);
  const std::int64_t sums = s.input_blocks > 1 && !fits(p.pixels() * b.outputs + s.slab) ? s.input_blocks : 1;
  total.kernel = total.kernel + p.n * sums * ByteCount{s.output, s.output};
  return {p.operand_bytes * total.kernel, p.operand_bytes * total.packing};
}

}  // namespace cachebound::analysis
