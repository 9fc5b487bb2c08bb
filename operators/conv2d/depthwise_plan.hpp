// SPDX-License-Identifier: Apache-2.0
// How a depthwise convolution is cut. NCHW: lines of vectors over a padded copy of the input. NHWC: rectangles of
// outputs whose windows meet the input with the same taps, over the input itself.
//
// A copy would cost NHWC a load and a store of each input beside the four and a half operations of each output, and a
// stride of 2 four times that; XNNPACK's, which reads through a table of pointers, was twice as fast for it.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/conv2d/planes.hpp"

namespace cachebound::operators::conv2d {

/// Bands one behind the other.
struct Bands {
  int first = 0;  ///< line
  int lines = 0;  ///< of each
  int count = 0;
};

/// As few bands as possible, as equal as can be.
std::vector<Bands> bands_of(int lines);

/// Consecutive outputs of one dimension whose windows meet the input with the same taps.
struct Alike {
  int first = 0;  ///< output
  int count = 0;
  int tap = 0;                 ///< the first that meets the input
  int taps = 0;                ///< 0: the whole window lies in the padding
  std::vector<Bands> bands{};  ///< of the outputs, as lines
};
std::vector<Alike> alike(int in, int out, int kernel, int stride, int pad, int dilation);

/// A call of a kernel's tile. Elements, from the first that the image's copy (NHWC: the image), the arranged weights
/// and the result have.
struct DepthwiseCall {
  int kernel = 0;  ///< of the plan's
  int lines = 0;
  std::size_t words = 0;  ///< where its own begin
  std::ptrdiff_t input = 0, weights = 0, output = 0;
};

/// NHWC: outputs of which no tap meets the input.
struct DepthwiseZeros {
  int rows = 0;
  std::ptrdiff_t count = 0;  ///< of a row
  std::ptrdiff_t output = 0, row_step = 0;
};

struct DepthwisePlan {
  ConvShape shape;
  int lanes = 0;
  std::vector<DepthwiseTaps> kernels;
  PlaneLayout planes;     ///< NCHW: rows in order, columns by phase
  std::vector<int> taps;  ///< the weights' taps, in the order in which they are arranged
  std::vector<std::int32_t> words;
  std::vector<DepthwiseCall> calls;  ///< of an image
  std::vector<DepthwiseZeros> zeros;
  int across = 1;  ///< taps that share loads where the window is whole

  /// NCHW, rows narrower than a vector: what is stored reaches into the next row, plane, image, and is stored again
  /// there. Behind the last plane there is nothing: it goes through a scratch. So does every image where more planes
  /// than one would.
  enum class Scratch { none, last_plane, image } scratch = Scratch::none;
  std::vector<DepthwiseCall> last_image;  ///< without its last plane
  std::vector<DepthwiseCall> last_plane;  ///< from the scratch's first element on
  std::size_t copy_room = 0;              ///< elements read behind the copy
  std::size_t scratch_room = 0;           ///< elements stored behind the planes in the scratch

  [[nodiscard]] bool narrow() const {  ///< NHWC: a vector reaches beyond the channels, so a copy with room is read
    return shape.layout == Layout::nhwc && shape.c < lanes;
  }
  /// NHWC: elements from pixel to pixel of the result, or of the scratch in its place.
  [[nodiscard]] std::ptrdiff_t pixel_step() const { return shape.c < lanes ? lanes : shape.c; }
};

/// Of an image, where not all are planned.
struct OutputRows {
  int first = 0;
  int count = std::numeric_limits<int>::max();
};

/// `line_elements`: of a cache line. `rows`: of NHWC alone.
DepthwisePlan depthwise_plan(const ConvShape& shape, int lanes, std::span<const DepthwiseTaps> kernels,
                             std::ptrdiff_t line_elements, OutputRows rows = {});

template <typename T>
DepthwisePlan depthwise_plan(const ConvShape& shape, const DepthwiseKernelsOf<T>& kernels, OutputRows rows = {}) {
  std::vector<DepthwiseTaps> taps;
  for (const auto& kernel : std::span(kernels.first, static_cast<std::size_t>(kernels.count)))
    taps.push_back(kernel.taps);
  return depthwise_plan(shape, kernels.lanes, taps, line_elements<T>, rows);
}

}  // namespace cachebound::operators::conv2d
