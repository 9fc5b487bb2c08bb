// SPDX-License-Identifier: Apache-2.0
// The register tile of the depthwise convolution as its driver sees it: several lines of one vector each. In NCHW a
// line is a row and the vector lies along it; in NHWC a line is a pixel and the vector lies along the channels. Taps
// across the lines share their loads: three taps over eight lines load ten vectors, not 24.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cachebound::operators::conv2d {

/// The words that describe a run of tiles: planes (in NHWC: rows) of bands of equally many lines, in each of them
/// vectors. The kernel reads each where it needs it, as 32 bits on every machine, and keeps few: 16 integer registers
/// are not enough for a nest of five loops, and what a compiler puts on the stack no closed form knows.
/// Steps and gaps are elements; a gap leads from where one loop has ended to where the next round of the loop outside
/// of it begins.
struct DepthwiseWord {
  enum : int {
    planes,         ///< at least one, as are bands, vectors and columns; read once, as are the two steps below
    line_step,      ///< of the input, for one tap or one output line at stride 1
    weight_step,    ///< from tap to tap; NCHW: not read, one
    bands,          ///< for each plane
    input_plane,    ///< gap
    output_plane,   ///< gap
    weights_plane,  ///< NCHW: all taps of a channel
    vectors,        ///< for each band
    last_step,      ///< where there are several vectors: to the last, which from the end overlaps the one before it
    input_band,     ///< gap
    output_band,    ///< gap
    weights_band,   ///< NHWC: back to the first channel
    columns,        ///< for each tile: groups of taps across lines
    output_step,    ///< for each tile: from line to line
    offsets,        ///< of the groups in the input, one word each
  };
};

inline constexpr int depthwise_lines = 8;

/// What the taps of a kernel are made for.
struct DepthwiseTaps {
  int across = 1;          ///< taps across lines that share loads
  int stride = 1;          ///< between output lines, in input lines
  bool broadcasts = true;  ///< NCHW
};

/// Per tile and column: a vector for each input line that some output line needs, `across` weights (an element each
/// where they are broadcast, else a vector), one word; per tile two words, and a vector stored for each output line;
/// per band and plane the words above. Arguments and saved registers come once for all tiles of a call.
template <typename T>
struct DepthwiseKernelOf {
  DepthwiseTaps taps;
  /// [lines - 1]. Weights: [column][tap across], each a vector, or an element that is broadcast.
  void (*tile[depthwise_lines])(const std::int32_t* words, const T* input, const T* weights, T* output) = {};
};

/// Of one instruction set: those for three and five taps with strides 1 and 2, and one that takes taps one by one.
template <typename T>
struct DepthwiseKernelsOf {
  int lanes = 0;
  const DepthwiseKernelOf<T>* first = nullptr;
  int count = 0;
};

/// Input lines that `lines` output lines need of `across` taps.
constexpr int lines_loaded(int lines, int across, int stride) {
  return stride >= across ? lines * across : (lines - 1) * stride + across;
}

}  // namespace cachebound::operators::conv2d
