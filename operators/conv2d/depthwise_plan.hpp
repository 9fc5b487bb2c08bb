// SPDX-License-Identifier: Apache-2.0
// How a depthwise convolution is cut, in either layout: lines of vectors over a padded copy of the input.
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

struct DepthwisePlan {
  ConvShape shape;
  DepthwiseKernel kernel;
  int lanes = 0;
  PlaneLayout planes;                 ///< NCHW: rows in order, columns by phase
  PaddedImage padded;                 ///< NHWC
  std::vector<std::int32_t> columns;  ///< offsets of the groups of taps
  std::vector<int> taps;              ///< the weights' taps, in the kernel's order
  std::vector<Bands> bands;           ///< of the rows of a plane, or of the pixels of a row
  std::ptrdiff_t line_step = 0;       ///< of the input, for the kernel
};

DepthwisePlan depthwise_plan(const ConvShape& shape, const DepthwiseKernels& kernels);

}  // namespace cachebound::operators::conv2d
