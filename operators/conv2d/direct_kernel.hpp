// SPDX-License-Identifier: Apache-2.0
// The register tile of the direct convolution as its driver sees it: `width` neighbouring outputs of a row times
// `outputs` output channels.
//
// Compiled with the flags of its own instruction set, so this header names no library type (gemm/microkernel.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "microbench/isa.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// The arguments of one tile. Elements, not bytes.
struct DirectTile {
  int taps = 0;
  int channels = 0;
  const std::int32_t* tap_offsets = nullptr;  ///< from the tile's first pixel, in the plane of one channel
  const float* input = nullptr;               ///< first pixel, first channel; neighbouring pixels lie side by side
  std::ptrdiff_t channel_stride = 0;
  const float* weights = nullptr;  ///< [taps][channels][outputs]
  float* output = nullptr;         ///< [pixel][outputs]
  std::ptrdiff_t pixel_stride = 0;
  bool accumulate = false;
};

inline constexpr int largest_width = 14;

/// Per tap and channel a tile of w pixels loads 4 w bytes of input (rounded up to 4 * pixels_per_load) and 4 * outputs
/// of weights; per tap one offset of 4 bytes; per tile 4 w * outputs bytes are stored, and as many loaded when
/// accumulating. Its arguments are some 70 bytes more.
struct DirectKernel {
  Isa isa = Isa::scalar;
  int width = 0;            ///< widest tile
  int outputs = 0;          ///< output channels of a tile
  int vector_bytes = 0;     ///< of the loads of weights and of the loads and stores of the output
  int pixels_per_load = 1;  ///< 4: loaded four at a time and used by lane
  void (*tile[largest_width])(const DirectTile&) = {};  ///< [w - 1]: of w pixels
  simd::Rearrange rearrange;
};

}  // namespace cachebound::operators::conv2d
