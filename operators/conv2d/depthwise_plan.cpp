// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise_plan.hpp"

#include <span>
#include <utility>

namespace cachebound::operators::conv2d {
namespace {

/// The kernel for taps across the lines; where none is made for them, the one that takes each tap by itself.
const DepthwiseKernel& choose(const DepthwiseKernels& kernels, bool broadcasts, int across, int stride, int dilation) {
  const DepthwiseKernel* general = nullptr;
  for (const DepthwiseKernel& kernel : std::span(kernels.first, static_cast<std::size_t>(kernels.count))) {
    if (kernel.broadcasts != broadcasts) continue;
    if (dilation == 1 && kernel.across == across && kernel.stride == stride) return kernel;
    if (kernel.across == 1) general = &kernel;
  }
  return *general;
}

void plan_planes(DepthwisePlan& plan, const DepthwiseKernels& kernels) {
  const ConvShape& s = plan.shape;
  plan.kernel = choose(kernels, true, s.kernel.h, s.stride.h, s.dilation.h);
  plan.bands = bands_of(output_size(s).h);
  plan.planes = plane_layout(s, RowOrder::plain);
  // Taps one by one see output lines a stride apart; those that share loads see all input lines between.
  plan.line_step = std::ptrdiff_t{plan.planes.row_length} * (plan.kernel.across == 1 ? s.stride.h : 1);
  for (int column = 0; column < s.kernel.w; ++column) {
    for (int row = 0; row < s.kernel.h; ++row) {
      const int tap = row * s.kernel.w + column;
      plan.taps.push_back(tap);
      if (row == 0 || plan.kernel.across == 1)
        plan.columns.push_back(plan.planes.tap_offsets[static_cast<std::size_t>(tap)]);
    }
  }
}

/// Columns that meet the input with the same taps have the same weights.
std::size_t weights_of(DepthwisePlan& plan, const Alike& columns) {
  for (const PixelColumns& before : plan.pixels)
    if (before.at.tap == columns.tap && before.at.taps == columns.taps) return before.weights;
  const std::size_t begin = plan.taps.size() * static_cast<std::size_t>(plan.shape.c);
  for (int row = 0; row < plan.shape.kernel.h; ++row)
    for (int tap = 0; tap < columns.taps; ++tap) plan.taps.push_back(row * plan.shape.kernel.w + columns.tap + tap);
  return begin;
}

void plan_pixels(DepthwisePlan& plan, const DepthwiseKernels& kernels) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  plan.kernel = choose(kernels, false, s.kernel.w, s.stride.w, s.dilation.w);
  plan.single = choose(kernels, false, 1, 1, 1);
  plan.rows = alike(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  const std::ptrdiff_t row_step = input_strides(s).h * s.dilation.h;
  for (Alike& columns : alike(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w)) {
    PixelColumns pixels;
    pixels.shares = plan.kernel.across > 1 && columns.taps == s.kernel.w;
    pixels.groups = pixels.shares ? 1 : columns.taps;
    for (int row = 0; row < s.kernel.h; ++row)
      for (int group = 0; group < pixels.groups; ++group)
        pixels.offsets.push_back(static_cast<std::int32_t>(row * row_step + std::ptrdiff_t{group} * s.dilation.w * s.c));
    pixels.weights = weights_of(plan, columns);
    pixels.at = std::move(columns);
    plan.pixels.push_back(std::move(pixels));
  }
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

DepthwisePlan depthwise_plan(const ConvShape& s, const DepthwiseKernels& kernels) {
  DepthwisePlan plan;
  plan.shape = s;
  plan.lanes = kernels.lanes;
  if (s.layout == Layout::nchw) {
    plan_planes(plan, kernels);
  } else {
    plan_pixels(plan, kernels);
  }
  return plan;
}

}  // namespace cachebound::operators::conv2d
