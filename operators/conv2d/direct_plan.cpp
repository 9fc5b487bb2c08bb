// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/direct_plan.hpp"

#include <algorithm>

#include "operators/gemm/blocking.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// The weights that one column of tiles streams past are read again by every tile: they stay in L2, of which the other
/// half holds planes and results on their way. (A step of 28 multiply-adds of 512 bits reads 128 bytes of them.)
constexpr double l2_share = 0.5;
/// Results that are laid out together: half of the smallest L1 in use. Arguments and saved registers come once for each
/// such region, so it is as large as can be.
constexpr std::ptrdiff_t region_bytes = 16384;

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

/// Whole blocks, and what is left.
std::vector<ChannelRange> blocks(int whole, int size) {
  std::vector<ChannelRange> ranges;
  for (int first = 0; first < whole; first += size) ranges.push_back({first, std::min(size, whole - first)});
  return ranges;
}

struct PixelTile {
  TilePlace place;
  int width = 0;
};

std::vector<PixelTile> cut_pixels(const ConvShape& s, const PlaneLayout& planes, int width) {
  const Pair out = output_size(s);
  const bool one_row = planes.row_length == out.w;  // of one tap: the stored rows are those of the output
  const int rows = one_row ? 1 : out.h;
  const std::vector<ChannelRange> parts = even_parts(one_row ? out.h * out.w : out.w, width);
  std::vector<PixelTile> tiles;
  for (int y = 0; y < rows; ++y) {
    for (const ChannelRange& part : parts) {
      tiles.push_back({{y * out.w + part.first, y * planes.row_length + part.first}, part.count});
    }
  }
  return tiles;
}

/// Tiles, in the order of their pixels, become regions of at least so many pixels.
void add_regions(DirectPlan& plan, std::span<const PixelTile> tiles, std::ptrdiff_t enough_pixels) {
  const int widest = tiles.front().width;
  while (!tiles.empty()) {
    Region region{.first = plan.runs.size(), .runs = 0, .pixel = tiles.front().place.pixel, .pixels = 0};
    std::size_t count = 0;
    while (count < tiles.size() && region.pixels < enough_pixels) region.pixels += tiles[count++].width;
    for (const int width : {widest, widest - 1}) {
      TileRun run{.first = plan.places.size(), .count = 0, .width = width};
      for (const PixelTile& tile : tiles.first(count)) {
        if (tile.width != width) continue;
        plan.places.push_back({tile.place.pixel - static_cast<std::int32_t>(region.pixel), tile.place.input});
      }
      run.count = static_cast<int>(plan.places.size() - run.first);
      if (run.count > 0) plan.runs.push_back(run);
    }
    region.runs = plan.runs.size() - region.first;
    plan.regions.push_back(region);
    tiles = tiles.subspan(count);
  }
}

}  // namespace

int DirectPlan::pieces() const { return shape.groups * static_cast<int>(outputs.size() * regions.size()); }

std::ptrdiff_t DirectPlan::pixels() const { return regions.back().pixel + regions.back().pixels; }

std::ptrdiff_t DirectPlan::largest_region() const {
  return std::ranges::max_element(regions, {}, &Region::pixels)->pixels;
}

bool DirectPlan::in_place(ChannelRange output) const {
  return shape.layout == Layout::nhwc && output.count == blocking.outputs;
}

template <typename T>
DirectPlan direct_plan(const ConvShape& s, const DirectKernelOf<T>& kernel, std::span<const Cache> caches) {
  DirectPlan plan;
  plan.shape = s;
  plan.planes = plane_layout(s, line_elements<T>);
  const double channel_bytes = static_cast<double>(sizeof(T)) * s.kernel.h * s.kernel.w * kernel.outputs;
  const int channels = std::max(1, static_cast<int>(gemm::l2_bytes(caches) * l2_share / channel_bytes));
  plan.inputs = blocks(s.c / s.groups, even_parts(s.c / s.groups, channels).front().count);
  plan.outputs = blocks(s.o / s.groups, kernel.outputs);
  // Sums over several blocks of channels wait in the scratch: then it holds the whole image.
  const Pair out = output_size(s);
  const std::ptrdiff_t pixel_bytes = std::ptrdiff_t{sizeof(T)} * kernel.outputs;
  add_regions(plan, cut_pixels(s, plan.planes, kernel.width),
              plan.inputs.size() == 1 ? region_bytes / pixel_bytes : std::ptrdiff_t{out.h} * out.w);
  plan.blocking = {.width = kernel.width,
                   .outputs = kernel.outputs,
                   .channels = plan.inputs.front().count,
                   .pixels_per_load = kernel.pixels_per_load,
                   .vector_bytes = kernel.vector_bytes};
  return plan;
}

template DirectPlan direct_plan(const ConvShape&, const DirectKernelOf<float>&, std::span<const Cache>);
template DirectPlan direct_plan(const ConvShape&, const DirectKernelOf<double>&, std::span<const Cache>);
template DirectPlan direct_plan(const ConvShape&, const DirectKernelOf<Half>&, std::span<const Cache>);

}  // namespace cachebound::operators::conv2d
