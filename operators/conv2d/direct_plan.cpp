// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/direct_plan.hpp"

#include <algorithm>

#include "operators/gemm/blocking.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// The weights that one column of tiles streams past are read again by every tile: they stay in L2, of which the other
/// half holds planes and results on their way. (A step of 28 multiply-adds of 512 bits reads 128 bytes of them.)
constexpr double l2_share = 0.5;
/// Pixels whose results are laid out together: whole quads in each direction, and a scratch that stays in L1.
constexpr std::ptrdiff_t region_pixels = 48;

/// `whole` cut into as few parts of at most `most` as possible, as equal as can be.
std::vector<ChannelRange> even_parts(int whole, int most) {
  const int parts = (whole + most - 1) / most;
  std::vector<ChannelRange> ranges;
  for (int part = 0, first = 0; part < parts; ++part) {
    const int count = whole / parts + (part < whole % parts ? 1 : 0);
    ranges.push_back({first, count});
    first += count;
  }
  return ranges;
}

std::vector<PixelTile> cut_pixels(const ConvShape& s, const PlaneLayout& planes, int width) {
  const Pair out = output_size(s);
  const bool one_row = planes.row_length == out.w;  // of one tap: the stored rows are those of the output
  const int rows = one_row ? 1 : out.h;
  const std::vector<ChannelRange> parts = even_parts(one_row ? out.h * out.w : out.w, width);
  std::vector<PixelTile> tiles;
  for (std::ptrdiff_t y = 0; y < rows; ++y) {
    for (const ChannelRange& part : parts) {
      tiles.push_back({y * out.w + part.first, y * planes.row_length + part.first, part.count});
    }
  }
  return tiles;
}

std::vector<Region> group_tiles(std::span<const PixelTile> tiles, std::ptrdiff_t enough_pixels) {
  std::vector<Region> regions;
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    if (regions.empty() || regions.back().pixels >= enough_pixels) regions.push_back({i, 0, tiles[i].pixel, 0});
    regions.back().tiles += 1;
    regions.back().pixels += tiles[i].width;
  }
  return regions;
}

}  // namespace

std::ptrdiff_t DirectPlan::pixels() const { return regions.back().pixel + regions.back().pixels; }

std::ptrdiff_t DirectPlan::largest_region() const {
  return std::ranges::max_element(regions, {}, &Region::pixels)->pixels;
}

bool DirectPlan::in_place(ChannelRange output) const {
  return shape.layout == Layout::nhwc && output.count == blocking.outputs;
}

DirectPlan direct_plan(const ConvShape& s, const DirectKernel& kernel, std::span<const Cache> caches) {
  DirectPlan plan;
  plan.shape = s;
  plan.planes = plane_layout(s);
  const double channel_bytes = 4.0 * s.kernel.h * s.kernel.w * kernel.outputs;
  const int channels = std::max(1, static_cast<int>(gemm::l2_bytes(caches) * l2_share / channel_bytes));
  plan.inputs = even_parts(s.c / s.groups, channels);
  for (int o = 0; o < s.o / s.groups; o += kernel.outputs) {
    plan.outputs.push_back({o, std::min(kernel.outputs, s.o / s.groups - o)});
  }
  plan.tiles = cut_pixels(s, plan.planes, kernel.width);
  // Sums over several blocks of channels wait in the scratch: then it holds the whole image.
  const Pair out = output_size(s);
  plan.regions = group_tiles(plan.tiles, plan.inputs.size() == 1 ? region_pixels : std::ptrdiff_t{out.h} * out.w);
  plan.blocking = {.width = kernel.width,
                   .outputs = kernel.outputs,
                   .channels = plan.inputs.front().count,
                   .pixels_per_load = kernel.pixels_per_load,
                   .vector_bytes = kernel.vector_bytes};
  return plan;
}

}  // namespace cachebound::operators::conv2d
