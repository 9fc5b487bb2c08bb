// SPDX-License-Identifier: Apache-2.0
// The register tile of the depthwise convolution as its driver sees it: several lines of one vector each. In NCHW a
// line is a row and the vector lies along it; in NHWC a line is a pixel and the vector lies along the channels. Taps
// across the lines share their loads: three taps over eight lines load ten vectors, not 24.
#pragma once

#include <cstddef>
#include <cstdint>

#include "microbench/isa.hpp"

namespace cachebound::operators::conv2d {

/// The arguments of a run of tiles: rows of bands of equally many lines, in each of them vectors. Elements, not bytes.
struct DepthwiseTile {
  int rows = 1;     ///< NHWC: one at least; NCHW: one, since a band may spill into the next plane
  int bands = 0;    ///< one at least
  int vectors = 0;  ///< tiles of a band, one at least: NCHW from right to left, NHWC forwards
  std::ptrdiff_t row_input_step = 0, row_output_step = 0;
  std::ptrdiff_t last_step = 0;  ///< NHWC: to the last of several vectors, which from the end overlaps the one before it
  int columns = 0;  ///< groups of taps across lines, one at least
  const std::int32_t* column_offsets = nullptr;
  const float* input = nullptr;
  std::ptrdiff_t line_step = 0;    ///< of the input, for one tap or one output line at stride 1
  const float* weights = nullptr;  ///< [column][tap across]; each a vector, or a scalar that is broadcast
  std::ptrdiff_t weight_step = 0;
  float* output = nullptr;
  std::ptrdiff_t output_step = 0;  ///< from line to line
};

inline constexpr int depthwise_lines = 8;

/// Per tile and column: a vector for each input line that some output line needs, `across` weights (4 bytes each where
/// they are broadcast, else a vector), one offset of 4 bytes; per tile a vector stored for each output line. Arguments
/// and saved registers come once for all tiles of a call.
struct DepthwiseKernel {
  int across = 1;                                            ///< taps across lines that share loads
  int stride = 1;                                            ///< between output lines, in input lines
  bool broadcasts = true;                                    ///< NCHW
  void (*tile[depthwise_lines])(const DepthwiseTile&) = {};  ///< [lines - 1]
};

/// Of one instruction set: those for three and five taps with strides 1 and 2, and one that takes taps one by one.
struct DepthwiseKernels {
  int lanes = 0;
  const DepthwiseKernel* first = nullptr;
  int count = 0;
};

/// Input lines that `lines` output lines need of `across` taps.
constexpr int lines_loaded(int lines, int across, int stride) {
  return stride >= across ? lines * across : (lines - 1) * stride + across;
}

}  // namespace cachebound::operators::conv2d
