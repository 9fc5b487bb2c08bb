// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise_plan.hpp"

#include <span>

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

/// As few bands as possible, as equal as can be.
std::vector<Bands> cut(int whole, int most) {
  const int parts = (whole + most - 1) / most;
  const int larger = whole % parts;
  const int lines = whole / parts;
  std::vector<Bands> bands;
  if (larger > 0) bands.push_back({0, lines + 1, larger});
  bands.push_back({larger * (lines + 1), lines, parts - larger});
  return bands;
}

}  // namespace

DepthwisePlan depthwise_plan(const ConvShape& s, const DepthwiseKernels& kernels) {
  const bool rows = s.layout == Layout::nchw;  // are the lines
  const Pair out = output_size(s);
  DepthwisePlan plan;
  plan.shape = s;
  plan.lanes = kernels.lanes;
  plan.kernel = rows ? choose(kernels, true, s.kernel.h, s.stride.h, s.dilation.h)
                     : choose(kernels, false, s.kernel.w, s.stride.w, s.dilation.w);
  plan.bands = cut(rows ? out.h : out.w, depthwise_lines);
  std::vector<std::int32_t> tap_offsets;
  std::ptrdiff_t line = 0;
  if (rows) {
    plan.planes = plane_layout(s, RowOrder::plain);
    tap_offsets = plan.planes.tap_offsets;
    line = plan.planes.row_length;
  } else {
    plan.padded = padded_image(s);
    tap_offsets = plan.padded.tap_offsets;
    line = s.c;
  }
  // Taps one by one see output lines a stride apart; those that share loads see all input lines between.
  plan.line_step = plan.kernel.across == 1 ? line * (rows ? s.stride.h : s.stride.w) : line;
  const int columns = rows ? s.kernel.w : s.kernel.h;
  const int across = rows ? s.kernel.h : s.kernel.w;
  for (int column = 0; column < columns; ++column) {
    for (int a = 0; a < across; ++a) {
      const int tap = rows ? a * s.kernel.w + column : column * s.kernel.w + a;
      plan.taps.push_back(tap);
      if (a == 0 || plan.kernel.across == 1) plan.columns.push_back(tap_offsets[static_cast<std::size_t>(tap)]);
    }
  }
  return plan;
}

}  // namespace cachebound::operators::conv2d
