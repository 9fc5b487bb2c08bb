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

namespace {

/// Tiles of one vector over all lines of `bands`, each with `columns` groups of taps.
gemm::LoadStore tiles_of(const DepthwiseKernel& kernel, const std::vector<Bands>& bands, std::int64_t columns,
                         std::int64_t vector, std::int64_t weight) {
  gemm::LoadStore tiles;
  for (const Bands& each : bands) {
    const std::int64_t loaded = lines_loaded(each.lines, kernel.across, kernel.stride);
    tiles += {each.count * columns * (loaded * vector + kernel.across * weight + offset_bytes),
              each.count * each.lines * vector};
  }
  return tiles;
}

gemm::LoadStore planes_traffic(const DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const gemm::LoadStore strip = tiles_of(plan.kernel, plan.bands, static_cast<std::int64_t>(plan.columns.size()),
                                         float_bytes * plan.lanes, float_bytes);
  const std::int64_t strips = std::int64_t{s.n} * s.c * ((out.w + plan.lanes - 1) / plan.lanes);
  gemm::LoadStore total{strips * strip.loaded, strips * strip.stored};
  for (const PhaseRun& row : plan.planes.rows) {
    for (const PhaseRun& column : plan.planes.columns) {
      total += moved(std::int64_t{s.n} * s.c * row.count * column.count);
    }
  }
  total += moved(std::int64_t{out.h} * out.w);
  return total;
}

gemm::LoadStore pixels_traffic(const DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const std::int64_t vector = float_bytes * plan.lanes;
  const std::int64_t vectors = std::int64_t{s.n} * ((s.c + plan.lanes - 1) / plan.lanes);
  gemm::LoadStore total;
  for (const Alike& rows : plan.rows) {
    for (const PixelColumns& columns : plan.pixels) {
      if (rows.taps == 0 || columns.at.taps == 0) {
        total += {0, float_bytes * s.n * s.c * rows.count * columns.at.count};
        continue;
      }
      const bool downwards = DepthwisePlan::downwards(rows, columns);
      const gemm::LoadStore line =
          tiles_of(columns.shares ? plan.kernel : plan.single, downwards ? rows.bands : columns.at.bands,
                   std::int64_t{rows.taps} * columns.groups, vector, vector);
      const std::int64_t times = vectors * (downwards ? columns.at.count : rows.count);
      total += {times * line.loaded, times * line.stored};
      if (plan.narrow()) total += moved(std::int64_t{s.n} * s.c * rows.count * columns.at.count);
    }
  }
  if (plan.narrow()) total += moved(static_cast<std::int64_t>(input_elements(s)));
  return total;
}

}  // namespace

gemm::LoadStore count_depthwise_traffic(const DepthwisePlan& plan) {
  return plan.shape.layout == Layout::nchw ? planes_traffic(plan) : pixels_traffic(plan);
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
