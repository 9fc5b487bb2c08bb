// SPDX-License-Identifier: Apache-2.0
// How a depthwise convolution is cut. NCHW: lines of vectors over a padded copy of the input. NHWC: rectangles of
// outputs whose windows meet the input with the same taps, over the input itself.
//
// A copy would cost NHWC a load and a store of each input beside the four and a half operations of each output, and a
// stride of 2 four times that; XNNPACK's, which reads through a table of pointers, was twice as fast for it.
#pragma once

#include <cstdint>
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
  int tap = 0;                ///< the first that meets the input
  int taps = 0;               ///< 0: the whole window lies in the padding
  std::vector<Bands> bands{};  ///< of the outputs, as lines
};
std::vector<Alike> alike(int in, int out, int kernel, int stride, int pad, int dilation);

/// NHWC: columns of outputs, for each row.
struct PixelColumns {
  Alike at;
  bool shares = false;                ///< by the kernel whose taps share loads; else by that which takes each by itself
  int groups = 0;                     ///< of taps, in one row of the filter
  std::vector<std::int32_t> offsets;  ///< of the groups from the first, row after row of the filter
  std::size_t weights = 0;            ///< where they begin, [row of the filter][tap][channel]
};

struct DepthwisePlan {
  ConvShape shape;
  DepthwiseKernel kernel;
  int lanes = 0;
  PlaneLayout planes;                 ///< NCHW: rows in order, columns by phase
  std::vector<std::int32_t> columns;  ///< NCHW: offsets of the groups of taps
  std::vector<Bands> bands;           ///< NCHW: of the rows of a plane
  std::ptrdiff_t line_step = 0;       ///< NCHW: of the input, for the kernel

  DepthwiseKernel single;              ///< NHWC: taps by themselves
  std::vector<Alike> rows;             ///< NHWC
  std::vector<PixelColumns> pixels;    ///< NHWC
  std::vector<int> taps;               ///< the weights' taps, in the order in which they are arranged
  [[nodiscard]] bool narrow() const {  ///< NHWC: a vector reaches beyond the channels, so a copy with room is read
    return shape.layout == Layout::nhwc && shape.c < lanes;
  }
  /// Where lines of a rectangle run down the image: taps by themselves do in either direction.
  [[nodiscard]] static bool downwards(const Alike& rows, const PixelColumns& columns) {
    return !columns.shares && rows.count > columns.at.count;
  }
};

DepthwisePlan depthwise_plan(const ConvShape& shape, const DepthwiseKernels& kernels);

}  // namespace cachebound::operators::conv2d
