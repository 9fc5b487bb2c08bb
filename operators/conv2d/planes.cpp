// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/planes.hpp"

#include <algorithm>

namespace cachebound::operators::conv2d {
namespace {

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

/// All indices from the first to the last that is needed, in order.
Axis plain_axis(int in, int out, int kernel, int stride, int pad, int dilation) {
  return axis(in, (out - 1) * stride + 1, kernel, 1, pad, dilation);
}

/// Rows of all planes, whose pixels are side by side; `block` says where they start and how many they are.
template <typename T>
void pack_rows(const PlaneLayout& layout, int stride, const simd::RearrangeOf<T>& rearrange,
               const simd::PlaneBlockOf<T>& block) {
  const auto& runs = layout.columns;
  const auto part = [&](const PhaseRun& run, int skip, int count) {
    simd::PlaneBlockOf<T> some = block;
    some.count = count;
    some.step = stride;
    some.from += run.first + std::ptrdiff_t{skip} * stride;
    some.to += run.slot + skip;
    return some;
  };
  if (stride == 2 && runs.size() == 2) {
    const bool in_order = runs[0].first < runs[1].first;
    const PhaseRun& even = runs[in_order ? 0 : 1];
    const PhaseRun& odd = runs[in_order ? 1 : 0];
    const int both = std::min(even.count, odd.count);
    simd::PlaneBlockOf<T> halves = part(even, 0, both);
    halves.odd = block.to + odd.slot;
    rearrange.split_planes(halves);
    for (const PhaseRun& run : {even, odd}) {
      if (run.count > both) rearrange.copy_planes(part(run, both, run.count - both));
    }
    return;
  }
  for (const PhaseRun& run : runs) rearrange.copy_planes(part(run, 0, run.count));
}

}  // namespace

PlaneLayout plane_layout(const ConvShape& s, std::ptrdiff_t line, RowOrder order) {
  const Pair out = output_size(s);
  const Axis rows = order == RowOrder::by_phase
                        ? axis(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h)
                        : plain_axis(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  const Axis columns = axis(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w);
  PlaneLayout layout;
  layout.row_step = rows.stride;
  layout.row_length = columns.length * static_cast<int>(columns.phases.size());
  const auto plane =
      static_cast<std::ptrdiff_t>(layout.row_length) * rows.length * static_cast<std::ptrdiff_t>(rows.phases.size());
  layout.channel_stride = ((plane + line - 1) / line | 1) * line;
  layout.elements =
      static_cast<std::size_t>(layout.channel_stride) * static_cast<std::size_t>(s.c) + static_cast<std::size_t>(line);
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

template <typename T>
void pack_planes(const ConvShape& s, const PlaneLayout& layout, const simd::RearrangeOf<T>& rearrange,
                 ChannelRange channels, const T* image, T* planes) {
  const Strides from = input_strides(s);
  image += channels.first * from.c;
  const std::ptrdiff_t next_row = layout.row_step * from.h;
  for (const PhaseRun& run : layout.rows) {
    const T* first = image + run.first * from.h;
    T* to = planes + std::ptrdiff_t{run.slot} * layout.row_length;
    if (s.layout == Layout::nchw) {
      pack_rows<T>(layout, s.stride.w, rearrange,
                   {.planes = channels.count,
                    .rows = run.count,
                    .from = first,
                    .from_plane = from.c,
                    .from_row = next_row,
                    .to = to,
                    .to_plane = layout.channel_stride,
                    .to_row = layout.row_length});
      continue;
    }
    for (const PhaseRun& column : layout.columns) {  // a row of pixels and their channels is a plane here
      rearrange.transpose({.planes = run.count,
                           .rows = column.count,
                           .count = channels.count,
                           .from = first + column.first * from.w,
                           .from_plane = next_row,
                           .from_row = s.stride.w * from.w,
                           .to = to + column.slot,
                           .to_plane = layout.row_length,
                           .to_row = layout.channel_stride});
    }
  }
}

PaddedImage padded_image(const ConvShape& s) {
  const Pair out = output_size(s);
  const Axis rows = plain_axis(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  const Axis columns = plain_axis(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w);
  PaddedImage padded;
  padded.row_length = static_cast<std::ptrdiff_t>(columns.length) * s.c;
  padded.elements = static_cast<std::size_t>(rows.length) * static_cast<std::size_t>(padded.row_length);
  if (!rows.runs.empty() && !columns.runs.empty()) {
    padded.rows = rows.runs.front();
    padded.columns = columns.runs.front();
  }
  for (int i = 0; i < s.kernel.h; ++i) {
    for (int j = 0; j < s.kernel.w; ++j) {
      padded.tap_offsets.push_back(
          static_cast<std::int32_t>(i * s.dilation.h * padded.row_length + std::ptrdiff_t{j} * s.dilation.w * s.c));
    }
  }
  return padded;
}

template <typename T>
void pack_padded(const ConvShape& s, const PaddedImage& padded, const simd::RearrangeOf<T>& rearrange, const T* image,
                 T* to) {
  const Strides from = input_strides(s);
  rearrange.copy(padded.rows.count, padded.columns.count * s.c,
                 image + padded.rows.first * from.h + padded.columns.first * from.w, from.h, 1,
                 to + padded.rows.slot * padded.row_length + std::ptrdiff_t{padded.columns.slot} * s.c,
                 padded.row_length);
}

template void pack_planes(const ConvShape&, const PlaneLayout&, const simd::RearrangeOf<float>&, ChannelRange, const float*, float*);
template void pack_planes(const ConvShape&, const PlaneLayout&, const simd::RearrangeOf<double>&, ChannelRange, const double*,
                          double*);
template void pack_planes(const ConvShape&, const PlaneLayout&, const simd::RearrangeOf<Half>&, ChannelRange,
                          const Half*, Half*);
template void pack_padded(const ConvShape&, const PaddedImage&, const simd::RearrangeOf<float>&, const float*, float*);
template void pack_padded(const ConvShape&, const PaddedImage&, const simd::RearrangeOf<double>&, const double*,
                          double*);
template void pack_padded(const ConvShape&, const PaddedImage&, const simd::RearrangeOf<Half>&, const Half*, Half*);

}  // namespace cachebound::operators::conv2d
