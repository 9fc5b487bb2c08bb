// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/planes.hpp"

#include <algorithm>

namespace cachebound::operators::conv2d {
namespace {

constexpr std::ptrdiff_t line_floats = 16;

/// One dimension: which phases are stored, how long each is, and which stored elements come from the input.
struct Axis {
  std::vector<int> phases;
  int length = 0;
  std::vector<PhaseRun> runs;

  [[nodiscard]] int slot_of(int padded) const {  // of a padded index whose phase is stored
    const auto slot = std::ranges::find(phases, padded % stride) - phases.begin();
    return static_cast<int>(slot) * length + padded / stride;
  }
  int stride = 1;
};

Axis axis(int in, int out, int kernel, int stride, int pad, int dilation) {
  Axis axis;
  axis.stride = stride;
  axis.length = out + (kernel - 1) * dilation / stride;
  for (int tap = 0; tap < kernel; ++tap) axis.phases.push_back(tap * dilation % stride);
  std::ranges::sort(axis.phases);
  axis.phases.erase(std::unique(axis.phases.begin(), axis.phases.end()), axis.phases.end());
  for (std::size_t p = 0; p < axis.phases.size(); ++p) {
    const int phase = axis.phases[p];
    const int first_stored = phase < pad ? (pad - phase + stride - 1) / stride : 0;
    const int first = first_stored * stride + phase - pad;
    const int inside = first < in ? (in - 1 - first) / stride + 1 : 0;
    const int count = std::min(inside, axis.length - first_stored);
    if (count > 0) axis.runs.push_back({static_cast<int>(p) * axis.length + first_stored, first, count});
  }
  return axis;
}

/// One row of one plane, from pixels that are side by side.
void pack_row(const PlaneLayout& layout, int stride, const simd::Rearrange& rearrange, const float* from, float* to) {
  const auto& runs = layout.columns;
  if (stride == 2 && runs.size() == 2) {
    const bool in_order = runs[0].first < runs[1].first;
    const PhaseRun& even = runs[in_order ? 0 : 1];
    const PhaseRun& odd = runs[in_order ? 1 : 0];
    const int both = std::min(even.count, odd.count);
    rearrange.split(both, from + even.first, to + even.slot, to + odd.slot);
    for (const PhaseRun& run : {even, odd}) {
      for (int i = both; i < run.count; ++i) to[run.slot + i] = from[run.first + 2 * i];
    }
    return;
  }
  for (const PhaseRun& run : runs) rearrange.copy(run.count, from + run.first, stride, to + run.slot);
}

}  // namespace

PlaneLayout plane_layout(const ConvShape& s) {
  const Pair out = output_size(s);
  const Axis rows = axis(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  const Axis columns = axis(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w);
  PlaneLayout layout;
  layout.row_length = columns.length * static_cast<int>(columns.phases.size());
  const auto plane =
      static_cast<std::ptrdiff_t>(layout.row_length) * rows.length * static_cast<std::ptrdiff_t>(rows.phases.size());
  layout.channel_stride = ((plane + line_floats - 1) / line_floats | 1) * line_floats;
  layout.elements = static_cast<std::size_t>(layout.channel_stride) * static_cast<std::size_t>(s.c) + line_floats;
  layout.rows = rows.runs;
  layout.columns = columns.runs;
  for (int i = 0; i < s.kernel.h; ++i) {
    for (int j = 0; j < s.kernel.w; ++j) {
      const std::int64_t row = rows.slot_of(i * s.dilation.h);
      layout.tap_offsets.push_back(
          static_cast<std::int32_t>(row * layout.row_length + columns.slot_of(j * s.dilation.w)));
    }
  }
  return layout;
}

void pack_planes(const ConvShape& s, const PlaneLayout& layout, const simd::Rearrange& rearrange, const float* image,
                 float* planes) {
  const Strides from = input_strides(s);
  for (int c = 0; c < (s.layout == Layout::nchw ? s.c : 1); ++c) {
    for (const PhaseRun& run : layout.rows) {
      for (int i = 0; i < run.count; ++i) {
        const float* row = image + c * from.c + (run.first + i * std::ptrdiff_t{s.stride.h}) * from.h;
        float* to = planes + c * layout.channel_stride + (run.slot + std::ptrdiff_t{i}) * layout.row_length;
        if (s.layout == Layout::nchw) {
          pack_row(layout, s.stride.w, rearrange, row, to);
          continue;
        }
        for (const PhaseRun& column : layout.columns) {
          rearrange.transpose(column.count, s.c, row + column.first * from.w, s.stride.w * from.w, to + column.slot,
                              layout.channel_stride);
        }
      }
    }
  }
}

}  // namespace cachebound::operators::conv2d
