// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise_plan.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace cachebound::operators::conv2d {
namespace {

/// The kernel for taps across the lines; where none is made for them, the one that takes each tap by itself.
int choose(std::span<const DepthwiseTaps> kernels, bool broadcasts, int across, int stride, int dilation) {
  int general = 0;
  for (std::size_t i = 0; i < kernels.size(); ++i) {
    const DepthwiseTaps& taps = kernels[i];
    if (taps.broadcasts != broadcasts) continue;
    if (dilation == 1 && taps.across == across && taps.stride == stride) return static_cast<int>(i);
    if (taps.across == 1) general = static_cast<int>(i);
  }
  return general;
}

/// What a run of tiles is made of, of which its words follow.
struct Run {
  int planes = 0;
  Bands bands;
  int along = 0;                                     ///< elements of the dimension in which the vectors lie
  std::ptrdiff_t input_plane = 0, output_plane = 0;  ///< from plane to plane
  std::ptrdiff_t line_step = 0, output_step = 0, weight_step = 1;
  std::span<const std::int32_t> offsets;
};

int vectors_of(int along, int lanes) { return (along + lanes - 1) / lanes; }

/// Appends a call of which input, weights and output are where the first plane and line begin.
DepthwiseCall planned(DepthwisePlan& plan, int kernel, const Run& run, DepthwiseCall call) {
  const DepthwiseTaps& taps = plan.kernels[static_cast<std::size_t>(kernel)];
  const int vectors = vectors_of(run.along, plan.lanes);
  const std::ptrdiff_t last = vectors == 1 ? 0 : run.along - plan.lanes;  // where the last vector begins
  const std::ptrdiff_t input_band = run.bands.lines * taps.stride * run.line_step;
  const std::ptrdiff_t output_band = run.bands.lines * run.output_step;
  std::array<std::ptrdiff_t, DepthwiseWord::offsets> words{};
  words[DepthwiseWord::planes] = run.planes;
  words[DepthwiseWord::line_step] = run.line_step;
  words[DepthwiseWord::weight_step] = run.weight_step;
  words[DepthwiseWord::bands] = run.bands.count;
  words[DepthwiseWord::input_plane] = run.input_plane - run.bands.count * input_band;
  words[DepthwiseWord::output_plane] = run.output_plane - run.bands.count * output_band;
  words[DepthwiseWord::weights_plane] = static_cast<std::ptrdiff_t>(plan.taps.size());
  words[DepthwiseWord::vectors] = vectors;
  words[DepthwiseWord::last_step] = run.along - std::ptrdiff_t{vectors - 1} * plan.lanes;
  words[DepthwiseWord::input_band] = input_band - last;
  words[DepthwiseWord::output_band] = output_band - last;
  words[DepthwiseWord::weights_band] = -last;
  words[DepthwiseWord::columns] = static_cast<std::ptrdiff_t>(run.offsets.size());
  words[DepthwiseWord::output_step] = run.output_step;
  call.kernel = kernel;
  call.lines = run.bands.lines;
  call.words = plan.words.size();
  call.input += run.bands.first * taps.stride * run.line_step;
  call.output += run.bands.first * run.output_step;
  for (const std::ptrdiff_t word : words) plan.words.push_back(static_cast<std::int32_t>(word));
  plan.words.insert(plan.words.end(), run.offsets.begin(), run.offsets.end());
  return call;
}

void plan_planes(DepthwisePlan& plan, std::ptrdiff_t line_elements) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const int kernel = choose(plan.kernels, true, s.kernel.h, s.stride.h, s.dilation.h);
  plan.across = plan.kernels[static_cast<std::size_t>(kernel)].across;
  plan.planes = plane_layout(s, line_elements, RowOrder::plain);
  std::vector<std::int32_t> offsets;
  for (int column = 0; column < s.kernel.w; ++column) {
    for (int row = 0; row < s.kernel.h; ++row) {
      const int tap = row * s.kernel.w + column;
      plan.taps.push_back(tap);
      if (row == 0 || plan.across == 1) offsets.push_back(plan.planes.tap_offsets[static_cast<std::size_t>(tap)]);
    }
  }
  const std::ptrdiff_t plane = std::ptrdiff_t{out.h} * out.w;
  Run run{.planes = s.c,
          .bands = {},
          .along = out.w,
          .input_plane = plan.planes.channel_stride,
          .output_plane = plane,
          // Taps one by one see output lines a stride apart; those that share loads see all input lines between.
          .line_step = std::ptrdiff_t{plan.planes.row_length} * (plan.across == 1 ? s.stride.h : 1),
          .output_step = out.w,
          .offsets = offsets};
  plan.copy_room = static_cast<std::size_t>(plan.lanes);
  if (out.w >= plan.lanes) {
    for (const Bands& bands : bands_of(out.h)) {
      run.bands = bands;
      plan.calls.push_back(planned(plan, kernel, run, {}));
    }
    return;
  }
  // Planes in order, rows in order within them, and so bands of one height: rows that the last has too many are stored
  // into the next plane, as pixels are that a vector has too many.
  const int parts = vectors_of(out.h, depthwise_lines), lines = vectors_of(out.h, parts), more = parts * lines - out.h;
  const std::ptrdiff_t beyond = more * std::ptrdiff_t{out.w} + plan.lanes - out.w;
  run.bands = {0, lines, parts};
  plan.copy_room += static_cast<std::size_t>(more * s.stride.h * plan.planes.row_length);
  plan.scratch_room = static_cast<std::size_t>(beyond);
  plan.scratch = beyond > plane ? DepthwisePlan::Scratch::image : DepthwisePlan::Scratch::last_plane;
  plan.calls.push_back(planned(plan, kernel, run, {}));
  if (plan.scratch == DepthwisePlan::Scratch::image) return;
  run.planes = s.c - 1;
  if (run.planes > 0) plan.last_image.push_back(planned(plan, kernel, run, {}));
  run.planes = 1;
  plan.last_plane.push_back(planned(plan, kernel, run,
                                    {.input = (s.c - 1) * plan.planes.channel_stride,
                                     .weights = static_cast<std::ptrdiff_t>(plan.taps.size()) * (s.c - 1)}));
}

/// NHWC: columns of outputs, for each row.
struct PixelColumns {
  Alike at;
  bool shares = false;                ///< by the kernel whose taps share loads; else by that which takes each by itself
  std::vector<std::int32_t> offsets;  ///< of the groups of taps from the first, row after row of the filter
  int groups = 0;                     ///< in one row of the filter
  std::ptrdiff_t weights = 0;         ///< where they begin, [row of the filter][tap][channel]
};

/// Columns that meet the input with the same taps have the same weights.
std::ptrdiff_t weights_of(DepthwisePlan& plan, std::span<const PixelColumns> before, const Alike& columns) {
  for (const PixelColumns& each : before)
    if (each.at.tap == columns.tap && each.at.taps == columns.taps) return each.weights;
  const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(plan.taps.size()) * plan.shape.c;
  for (int row = 0; row < plan.shape.kernel.h; ++row)
    for (int tap = 0; tap < columns.taps; ++tap) plan.taps.push_back(row * plan.shape.kernel.w + columns.tap + tap);
  return begin;
}

std::vector<PixelColumns> pixel_columns(DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const std::ptrdiff_t row_step = input_strides(s).h * s.dilation.h;
  std::vector<PixelColumns> all;
  for (Alike& columns : alike(s.in.w, output_size(s).w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w)) {
    PixelColumns pixels;
    pixels.shares = plan.across > 1 && columns.taps == s.kernel.w;
    pixels.groups = pixels.shares ? 1 : columns.taps;
    for (int row = 0; row < s.kernel.h; ++row)
      for (int group = 0; group < pixels.groups; ++group)
        pixels.offsets.push_back(
            static_cast<std::int32_t>(row * row_step + std::ptrdiff_t{group} * s.dilation.w * s.c));
    pixels.weights = weights_of(plan, all, columns);
    pixels.at = std::move(columns);
    all.push_back(std::move(pixels));
  }
  return all;
}

/// Outputs that meet the input with the same taps in both dimensions. Lines of a rectangle run down the image where
/// that makes them more; taps by themselves do in either direction.
void plan_rectangle(DepthwisePlan& plan, const Alike& rows, const PixelColumns& columns, int shared, int single) {
  const ConvShape& s = plan.shape;
  const Strides from = input_strides(s);
  const std::ptrdiff_t pixel = plan.pixel_step(), row = output_size(s).w * pixel;
  const std::ptrdiff_t output = rows.first * row + columns.at.first * pixel;
  if (rows.taps == 0 || columns.at.taps == 0) {
    plan.zeros.push_back({rows.count, columns.at.count * pixel, output, row});
    return;
  }
  const bool downwards = !columns.shares && rows.count > columns.at.count;
  const std::ptrdiff_t down = s.stride.h * from.h, right = s.stride.w * from.w;
  // Of the first tap that meets the input, for the first output.
  const std::ptrdiff_t input = (rows.first * s.stride.h - s.pad.h + rows.tap * s.dilation.h) * from.h +
                               (columns.at.first * s.stride.w - s.pad.w + columns.at.tap * s.dilation.w) * from.w;
  Run run{.planes = downwards ? columns.at.count : rows.count,
          .bands = {},
          .along = s.c,
          .input_plane = downwards ? right : down,
          .output_plane = downwards ? pixel : row,
          .line_step = downwards        ? down
                       : columns.shares ? from.w
                                        : right,
          .output_step = downwards ? row : pixel,
          .weight_step = s.c,
          .offsets = std::span(columns.offsets).first(static_cast<std::size_t>(rows.taps) *
                                                        static_cast<std::size_t>(columns.groups))};
  for (const Bands& bands : downwards ? rows.bands : columns.at.bands) {
    run.bands = bands;
    plan.calls.push_back(planned(plan, columns.shares ? shared : single, run,
                                 {.input = input,
                                  .weights = columns.weights + std::ptrdiff_t{rows.tap} * columns.at.taps * s.c,
                                  .output = output}));
  }
}

/// Those within `rows`.
std::vector<Alike> alike_within(const std::vector<Alike>& all, OutputRows rows) {
  std::vector<Alike> some;
  for (const Alike& each : all) {
    const int begin = std::max(each.first, rows.first);
    const int count = std::min(each.count - (begin - each.first), rows.count - (begin - rows.first));
    if (count > 0) some.push_back({begin, count, each.tap, each.taps, bands_of(count)});
  }
  return some;
}

void plan_pixels(DepthwisePlan& plan, OutputRows wanted) {
  const ConvShape& s = plan.shape;
  const int shared = choose(plan.kernels, false, s.kernel.w, s.stride.w, s.dilation.w);
  const int single = choose(plan.kernels, false, 1, 1, 1);
  plan.across = plan.kernels[static_cast<std::size_t>(shared)].across;
  plan.copy_room = static_cast<std::size_t>(plan.lanes);
  const std::vector<PixelColumns> columns = pixel_columns(plan);
  const auto all_rows = alike(s.in.h, output_size(s).h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  for (const Alike& rows : alike_within(all_rows, wanted))
    for (const PixelColumns& each : columns) plan_rectangle(plan, rows, each, shared, single);
}

}  // namespace

std::vector<Bands> bands_of(int lines) {
  const int parts = (lines + depthwise_lines - 1) / depthwise_lines;
  const int larger = lines % parts;
  const int each = lines / parts;
  std::vector<Bands> bands;
  if (larger > 0) bands.push_back({0, each + 1, larger});
  bands.push_back({larger * (each + 1), each, parts - larger});
  return bands;
}

std::vector<Alike> alike(int in, int out, int kernel, int stride, int pad, int dilation) {
  std::vector<Alike> all;
  for (int at = 0; at < out; ++at) {
    const int begin = at * stride - pad;
    int tap = 0;
    while (tap < kernel && begin + tap * dilation < 0) ++tap;
    int taps = 0;
    while (tap + taps < kernel && begin + (tap + taps) * dilation < in) ++taps;
    if (all.empty() || all.back().tap != tap || all.back().taps != taps) all.push_back({at, 0, tap, taps});
    ++all.back().count;
  }
  for (Alike& each : all) each.bands = bands_of(each.count);
  return all;
}

DepthwisePlan depthwise_plan(const ConvShape& s, int lanes, std::span<const DepthwiseTaps> kernels,
                             std::ptrdiff_t line_elements, OutputRows rows) {
  DepthwisePlan plan;
  plan.shape = s;
  plan.lanes = lanes;
  plan.kernels.assign(kernels.begin(), kernels.end());
  if (s.layout == Layout::nchw) {
    plan_planes(plan, line_elements);
  } else {
    plan_pixels(plan, rows);
  }
  return plan;
}

}  // namespace cachebound::operators::conv2d
