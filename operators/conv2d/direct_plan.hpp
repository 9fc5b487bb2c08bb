// SPDX-License-Identifier: Apache-2.0
// How a direct convolution is cut: tiles of pixels, regions of tiles, blocks of channels. The driver walks it to
// compute, traffic_count walks it to count.
#pragma once

#include <span>
#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/measurement.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/conv2d/planes.hpp"

namespace cachebound::operators::conv2d {

/// Tiles of one width, one behind the other in the plan.
struct TileRun {
  std::size_t first = 0;
  int count = 0;
  int width = 0;
};

/// Neighbouring pixels whose results are laid out together: runs of tiles, the wider first.
struct Region {
  std::size_t first = 0;  ///< of its runs
  std::size_t runs = 0;
  std::ptrdiff_t pixel = 0;
  std::ptrdiff_t pixels = 0;
};

struct DirectPlan {
  ConvShape shape;
  ConvBlocking blocking;
  PlaneLayout planes;
  std::vector<TilePlace> places;
  std::vector<TileRun> runs;
  std::vector<Region> regions;
  std::vector<ChannelRange> inputs;   ///< blocks of a group's input channels
  std::vector<ChannelRange> outputs;  ///< blocks of a group's output channels; the last may be partial

  /// Regions of all blocks of outputs of all groups: what can be computed apart, in this order.
  [[nodiscard]] int pieces() const;
  [[nodiscard]] std::ptrdiff_t pixels() const;
  [[nodiscard]] std::ptrdiff_t largest_region() const;
  /// Whether the tiles of these outputs are stored where they belong; else into a scratch that is rearranged.
  [[nodiscard]] bool in_place(ChannelRange output) const;
};

/// A row is cut into as few tiles as the kernel's width allows, and these as equal as can be. A kernel of one tap sees
/// the whole image as one row.
template <typename T>
DirectPlan direct_plan(const ConvShape& shape, const DirectKernelOf<T>& kernel, std::span<const Cache> caches);
extern template DirectPlan direct_plan(const ConvShape&, const DirectKernelOf<float>&, std::span<const Cache>);
extern template DirectPlan direct_plan(const ConvShape&, const DirectKernelOf<double>&, std::span<const Cache>);

}  // namespace cachebound::operators::conv2d
