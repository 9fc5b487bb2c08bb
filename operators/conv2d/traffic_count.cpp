// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/traffic_count.hpp"

#include <algorithm>

#include "operators/conv2d/im2col.hpp"

namespace cachebound::operators::conv2d {
namespace {

constexpr std::int64_t float_bytes = 4;
constexpr std::int64_t offset_bytes = 4;
constexpr std::int64_t place_bytes = 8;

gemm::LoadStore moved(std::int64_t elements) { return {float_bytes * elements, float_bytes * elements}; }

gemm::LoadStore count_tile(const DirectPlan& plan, int width, ChannelRange inputs) {
  const ConvBlocking& b = plan.blocking;
  const std::int64_t taps = std::int64_t{plan.shape.kernel.h} * plan.shape.kernel.w;
  const std::int64_t pixels = (width + b.pixels_per_load - 1) / b.pixels_per_load * b.pixels_per_load;
  const std::int64_t sums = float_bytes * width * b.outputs;
  return {taps * (inputs.count * float_bytes * (pixels + b.outputs) + offset_bytes) + place_bytes +
              (inputs.first > 0 ? sums : 0),
          sums};
}

/// Outputs of one dimension, counted once for each tap that lies inside the input.
std::int64_t inside(int out, int in, int kernel, int stride, int pad, int dilation) {
  std::int64_t count = 0;
  for (int tap = 0; tap < kernel; ++tap) {
    for (int at = 0; at < out; ++at) {
      const int place = at * stride - pad + tap * dilation;
      if (place >= 0 && place < in) ++count;
    }
  }
  return count;
}

}  // namespace

gemm::LoadStore count_direct_traffic(const DirectPlan& plan) {
  const ConvShape& s = plan.shape;
  gemm::LoadStore image;
  for (const PhaseRun& row : plan.planes.rows) {
    for (const PhaseRun& column : plan.planes.columns) image += moved(std::int64_t{s.c} * row.count * column.count);
  }
  for (int g = 0; g < s.groups; ++g) {
    for (const ChannelRange& outputs : plan.outputs) {
      for (const ChannelRange& inputs : plan.inputs) {
        for (const TileRun& run : plan.runs) {
          const gemm::LoadStore tile = count_tile(plan, run.width, inputs);
          image += {run.count * tile.loaded, run.count * tile.stored};
        }
      }
      if (!plan.in_place(outputs)) image += moved(outputs.count * plan.pixels());
    }
  }
  return {s.n * image.loaded, s.n * image.stored};
}

gemm::LoadStore count_depthwise_traffic(const DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const bool nchw = s.layout == Layout::nchw;
  const std::int64_t vector = float_bytes * plan.lanes;
  const std::int64_t weights = plan.kernel.across * (nchw ? float_bytes : vector);
  const auto columns = static_cast<std::int64_t>(plan.columns.size());
  gemm::LoadStore beside;  // all lines of one vector's width: a strip down a plane, or the pixels of a row
  for (const Bands& bands : plan.bands) {
    const std::int64_t loaded = lines_loaded(bands.lines, plan.kernel.across, plan.kernel.stride);
    beside += {bands.count * columns * (loaded * vector + weights + offset_bytes), bands.count * bands.lines * vector};
  }
  const std::int64_t vectors = ((nchw ? out.w : s.c) + plan.lanes - 1) / plan.lanes;
  const std::int64_t strips = s.n * vectors * (nchw ? s.c : out.h);
  gemm::LoadStore total{strips * beside.loaded, strips * beside.stored};
  if (nchw) {
    for (const PhaseRun& row : plan.planes.rows) {
      for (const PhaseRun& column : plan.planes.columns) {
        total += moved(std::int64_t{s.n} * s.c * row.count * column.count);
      }
    }
    total += moved(std::int64_t{out.h} * out.w);
  } else {
    total += moved(std::int64_t{s.n} * s.c * plan.padded.rows.count * plan.padded.columns.count);
    if (s.c < plan.lanes) total += moved(static_cast<std::int64_t>(output_elements(s)));
  }
  return total;
}

gemm::LoadStore count_winograd_traffic(const WinogradKernel& kernel, const WinogradPlan& plan,
                                       const GemmBlocking& blocking) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const std::int64_t a = kernel.points;
  const std::int64_t m = kernel.outputs;
  const std::int64_t factor = kernel.has_factor ? float_bytes : 0;
  gemm::LoadStore image =
      moved(std::int64_t{s.c} * std::min(s.in.h, plan.padded.h - s.pad.h) * std::min(s.in.w, plan.padded.w - s.pad.w));
  for (int left = plan.tiles.h * plan.tiles.w; left > 0; left -= plan.together) {
    const int count = std::min(left, plan.together);
    const gemm::LoadStore product = gemm::count_tiled_traffic({count, s.o, s.c}, blocking, gemm::Ahead::b).total();
    image += {plan.places * product.loaded, plan.places * product.stored};
    image += moved(count * 2 * a * a * plan.channels);
    image += {count * (float_bytes * (a * a + m * a) * plan.outputs + 2 * factor),
              count * float_bytes * (m * a + m * m) * plan.outputs};
  }
  image += moved(std::int64_t{s.o} * out.h * out.w);
  return {s.n * image.loaded, s.n * image.stored};
}

gemm::LoadStore count_im2col_traffic(const ConvShape& s, const GemmBlocking& blocking) {
  const Im2colProblem problem = im2col_problem(s);
  const Pair out = output_size(s);
  gemm::LoadStore one =
      gemm::count_tiled_traffic(problem.shape, blocking, problem.weights_are_a ? gemm::Ahead::a : gemm::Ahead::b)
          .total();
  if (!problem.input_is_matrix) {
    one += moved(s.c / s.groups * inside(out.h, s.in.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h) *
                 inside(out.w, s.in.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w));
  }
  const std::int64_t times = std::int64_t{s.n} * s.groups;
  return {times * one.loaded, times * one.stored};
}

}  // namespace cachebound::operators::conv2d
