// SPDX-License-Identifier: Apache-2.0
// A padded copy of one image, channel by channel, in which the pixels that neighbouring outputs need for one tap lie
// side by side whatever the stride: rows and columns are stored by their phase, the remainder of the padded index by
// the stride. Phases that no tap needs are not stored (a kernel of 1 with a stride of 2 keeps a quarter).
//
// Padding is part of the copy: written once, never again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "operators/conv2d/conv_shape.hpp"
#include "operators/half.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// A run of indices of one phase that lie inside the input: slot is where the first is stored, at its index in the
/// input, and each further one a stride further.
struct PhaseRun {
  int slot = 0;
  int first = 0;
  int count = 0;
};

struct ChannelRange {
  int first = 0;
  int count = 0;
};

struct PlaneLayout {
  int row_step = 1;                   ///< of the input, from one row of a run to the next
  int row_length = 0;                 ///< elements of one stored row, all phases
  std::ptrdiff_t channel_stride = 0;  ///< from plane to plane: an odd number of lines, so that they share no cache sets
  std::size_t elements = 0;           ///< all planes, and what a tile may read beyond the last pixel
  std::vector<std::int32_t> tap_offsets;  ///< of tap (i, j), from the first output's place
  std::vector<PhaseRun> rows;             ///< slot in stored rows
  std::vector<PhaseRun> columns;          ///< slot in elements of a row
};

/// Rows by phase, as columns are, or all in their order, which lets one kernel walk down them.
enum class RowOrder { by_phase, plain };

/// Elements of a cache line.
template <typename T>
inline constexpr std::ptrdiff_t line_elements = 64 / sizeof(T);

/// `line`: elements of a cache line. Output (y, x) finds its pixels from element y * row_length + x on, with plain rows
/// from y * stride * row_length + x.
PlaneLayout plane_layout(const ConvShape& shape, std::ptrdiff_t line, RowOrder order = RowOrder::by_phase);

/// Loads each element of these channels that is stored once and stores it once; `planes` is the first one's. T: float,
/// double or Half.
template <typename T>
void pack_planes(const ConvShape& shape, const PlaneLayout& layout, const simd::RearrangeOf<T>& rearrange,
                 ChannelRange channels, const T* image, T* planes);

/// A padded copy of one image in NHWC: what lies inside the input is a block of it.
struct PaddedImage {
  std::ptrdiff_t row_length = 0;  ///< elements: all channels of all pixels of a row
  std::size_t elements = 0;
  PhaseRun rows, columns;
  std::vector<std::int32_t> tap_offsets;
};
PaddedImage padded_image(const ConvShape& shape);
template <typename T>
void pack_padded(const ConvShape& shape, const PaddedImage& padded, const simd::RearrangeOf<T>& rearrange,
                 const T* image, T* to);

}  // namespace cachebound::operators::conv2d
