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

/// Neighbouring outputs of one row.
struct TilePlace {
  std::int32_t pixel = 0;  ///< y * OW + x of the first, less that of its region
  std::int32_t input = 0;  ///< its place in a plane
};

/// The arguments of some tiles of one width. Elements, not bytes.
template <typename T>
struct DirectTilesOf {
  int count = 0;
  int taps = 0;
  int channels = 0;
  const TilePlace* places = nullptr;
  const std::int32_t* tap_offsets = nullptr;  ///< from a tile's first pixel, in the plane of one channel
  const T* input = nullptr;                   ///< first channel's plane; neighbouring pixels lie side by side
  std::ptrdiff_t channel_stride = 0;
  const T* weights = nullptr;  ///< [taps][channels][outputs]
  T* output = nullptr;         ///< [pixel][outputs] of the region
  std::ptrdiff_t pixel_stride = 0;
  bool accumulate = false;
};

inline constexpr int largest_width = 14;

/// Per tap and channel a tile of w pixels loads w elements of input (rounded up to pixels_per_load) and `outputs` of
/// weights; per tap one offset of 4 bytes; per tile its place of 8 bytes, and w * outputs elements stored, as many
/// loaded when accumulating. Arguments and saved registers come once for all tiles of a call. T: float, double or
/// Half.
template <typename T>
struct DirectKernelOf {
  Isa isa = Isa::scalar;
  int width = 0;            ///< widest tile
  int outputs = 0;          ///< output channels of a tile
  int vector_bytes = 0;     ///< of the loads of weights and of the loads and stores of the output
  int pixels_per_load = 1;  ///< more: loaded 16 bytes at a time and used by lane
  void (*compute[largest_width])(const DirectTilesOf<T>&) = {};  ///< [w - 1]: tiles of w pixels
  simd::RearrangeOf<T> rearrange;
};

}  // namespace cachebound::operators::conv2d
