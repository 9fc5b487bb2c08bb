// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/traffic_count.hpp"

#include <algorithm>
#include <span>

#include "operators/conv2d/conv_team.hpp"
#include "operators/conv2d/im2col.hpp"

namespace cachebound::operators::conv2d {
namespace {

constexpr std::int64_t word_bytes = 4;
constexpr std::int64_t place_bytes = 8;

gemm::LoadStore moved(std::int64_t bytes) { return {bytes, bytes}; }

gemm::LoadStore count_tile(const DirectPlan& plan, int width, ChannelRange inputs, std::int64_t element) {
  const ConvBlocking& b = plan.blocking;
  const std::int64_t taps = std::int64_t{plan.shape.kernel.h} * plan.shape.kernel.w;
  const std::int64_t pixels = (width + b.pixels_per_load - 1) / b.pixels_per_load * b.pixels_per_load;
  const std::int64_t sums = element * width * b.outputs;
  return {
      taps * (inputs.count * element * (pixels + b.outputs) + word_bytes) + place_bytes + (inputs.first > 0 ? sums : 0),
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

namespace {

/// Of an image.
gemm::LoadStore count_pieces(const DirectPlan& plan, gemm::Range pieces, std::int64_t element) {
  gemm::LoadStore image;
  int piece = 0;
  for (int g = 0; g < plan.shape.groups; ++g) {
    for (const ChannelRange& outputs : plan.outputs) {
      for (const Region& region : plan.regions) {
        const int at = piece++ - pieces.start;
        if (at < 0 || at >= pieces.size) continue;
        for (const ChannelRange& inputs : plan.inputs) {
          for (const TileRun& run : std::span(plan.runs).subspan(region.first, region.runs)) {
            const gemm::LoadStore tile = count_tile(plan, run.width, inputs, element);
            image += {run.count * tile.loaded, run.count * tile.stored};
          }
        }
        if (!plan.in_place(outputs)) image += moved(element * outputs.count * region.pixels);
      }
    }
  }
  return image;
}

}  // namespace

gemm::LoadStore count_direct_traffic(const DirectPlan& plan, std::int64_t element, int threads) {
  gemm::LoadStore total;
  for (const DirectShare& share : direct_shares(plan, threads)) {
    gemm::LoadStore image = count_pieces(plan, share.pieces, element);
    for (const PhaseRun& row : plan.planes.rows) {
      for (const PhaseRun& column : plan.planes.columns) {
        image += moved(element * share.channels.count * row.count * column.count);
      }
    }
    total += {share.images.size * image.loaded, share.images.size * image.stored};
  }
  return total;
}

namespace {

/// Of a call's loops; what each reads of its words is in DepthwiseWord.
gemm::LoadStore count_call(const DepthwisePlan& plan, const DepthwiseCall& call, std::int64_t element) {
  const DepthwiseTaps& taps = plan.kernels[static_cast<std::size_t>(call.kernel)];
  const std::int32_t* words = plan.words.data() + call.words;
  const std::int64_t planes = words[DepthwiseWord::planes];
  const std::int64_t bands = planes * words[DepthwiseWord::bands];
  const std::int64_t vectors = words[DepthwiseWord::vectors];
  const std::int64_t columns = words[DepthwiseWord::columns];
  const std::int64_t vector = element * plan.lanes;
  const std::int64_t weight = taps.broadcasts ? element : vector;
  const std::int64_t of_column =
      lines_loaded(call.lines, taps.across, taps.stride) * vector + taps.across * weight + word_bytes;
  const std::int64_t words_of_plane = taps.broadcasts ? 4 : 3;
  const std::int64_t words_of_band = (taps.broadcasts ? 3 : 4) + (vectors > 1 ? 1 : 0);
  return {planes * words_of_plane * word_bytes + bands * words_of_band * word_bytes +
              bands * vectors * (2 * word_bytes + columns * of_column),
          bands * vectors * call.lines * vector};
}

gemm::LoadStore count_calls(const DepthwisePlan& plan, std::span<const DepthwiseCall> calls, std::int64_t element) {
  gemm::LoadStore total;
  for (const DepthwiseCall& call : calls) total += count_call(plan, call, element);
  return total;
}

gemm::LoadStore times(std::int64_t count, gemm::LoadStore each) { return {count * each.loaded, count * each.stored}; }

gemm::LoadStore planes_traffic(const DepthwisePlan& plan, std::int64_t element) {
  using Scratch = DepthwisePlan::Scratch;
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const std::int64_t plane = element * out.h * out.w;
  gemm::LoadStore copied;
  for (const PhaseRun& row : plan.planes.rows) {
    for (const PhaseRun& column : plan.planes.columns) copied += moved(element * s.c * row.count * column.count);
  }
  gemm::LoadStore total = times(s.n, copied);
  if (plan.scratch == Scratch::last_plane) {
    total += times(s.n - 1, count_calls(plan, plan.calls, element));
    total += count_calls(plan, plan.last_image, element);
    total += count_calls(plan, plan.last_plane, element);
    total += moved(plane);
    return total;
  }
  total += times(s.n, count_calls(plan, plan.calls, element));
  if (plan.scratch == Scratch::image) total += moved(s.n * s.c * plane);
  return total;
}

gemm::LoadStore pixels_traffic(const DepthwisePlan& plan, std::int64_t element) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  gemm::LoadStore image = count_calls(plan, plan.calls, element);
  for (const DepthwiseZeros& zeros : plan.zeros) image += {0, element * zeros.rows * zeros.count};
  if (plan.narrow()) {
    image += moved(element * out.h * out.w * s.c);
    image += moved(element * s.in.h * s.in.w * s.c);
  }
  return times(s.n, image);
}

}  // namespace

gemm::LoadStore count_depthwise_traffic(const DepthwisePlan& plan, std::int64_t element) {
  return plan.shape.layout == Layout::nchw ? planes_traffic(plan, element) : pixels_traffic(plan, element);
}

gemm::LoadStore count_winograd_traffic(const WinogradKernelOf<float>& kernel, const WinogradPlan& plan,
                                       const GemmBlocking& blocking, int threads, const gemm::ElementFacts& element) {
  const ConvShape& s = plan.shape;
  const std::int64_t bytes = element.operand_bytes;
  const Pair out = output_size(s);
  const std::int64_t a = kernel.points;
  const std::int64_t m = kernel.outputs;
  const std::int64_t factor = kernel.has_factor ? bytes : 0;
  gemm::LoadStore image =
      moved(bytes * s.c * std::min(s.in.h, plan.padded.h - s.pad.h) * std::min(s.in.w, plan.padded.w - s.pad.w));
  const WinogradDivision division = winograd_division(plan, blocking.mr, threads);
  for (const WinogradShare& share : winograd_shares(plan, blocking.mr, threads)) {
    for (int left = share.tiles.size; left > 0; left -= plan.together) {
      const int count = std::min(left, plan.together);
      const gemm::LoadStore product =
          gemm::count_tiled_traffic({count, s.o, s.c}, blocking, gemm::Ahead::b, element).total();
      image += {share.places.size * product.loaded, share.places.size * product.stored};
      if (division == WinogradDivision::places && share.places.start > 0) continue;  // these transforms are divided
      image += moved(bytes * count * 2 * a * a * plan.channels);
      image += {count * (bytes * (a * a + m * a) * plan.outputs + 2 * factor),
                count * bytes * (m * a + m * m) * plan.outputs};
    }
    if (division == WinogradDivision::images) break;  // each image as the other
  }
  image += moved(bytes * s.o * out.h * out.w);
  return {s.n * image.loaded, s.n * image.stored};
}

gemm::LoadStore count_im2col_traffic(const ConvShape& s, const GemmBlocking& blocking, int threads,
                                     const gemm::ElementFacts& element) {
  const Im2colProblem problem = im2col_problem(s);
  const Pair out = output_size(s);
  gemm::LoadStore total;
  if (!problem.input_is_matrix) {
    total =
        moved(element.operand_bytes * s.n * s.c * inside(out.h, s.in.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h) *
              inside(out.w, s.in.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w));
  }
  for (const Im2colShare& each : im2col_shares(s, blocking.mr, blocking.nr, threads)) {
    const gemm::LoadStore one =
        gemm::count_tiled_traffic(gemm::shape_of(each.share, problem.shape), blocking,
                                  problem.weights_are_a ? gemm::Ahead::a : gemm::Ahead::b, element)
            .total();
    total += {each.share.products.size * one.loaded, each.share.products.size * one.stored};
  }
  return total;
}

gemm::LoadStore count_naive_traffic(const ConvShape& s, const gemm::ElementFacts& element) {
  const Pair out = output_size(s);
  gemm::LoadStore image;
  for (int g = 0; g < s.groups; ++g) {
    for (int o = 0; o < s.o / s.groups; ++o) {
      for (int y = 0; y < out.h; ++y) {
        const std::int64_t each = 3 * word_bytes + depth(s) * (2 * element.operand_bytes + word_bytes);
        image += {3 * word_bytes + out.w * each, out.w * element.result_bytes};
      }
      image += {3 * word_bytes, 0};
    }
    image += {2 * word_bytes, 0};
  }
  image += moved(element.operand_bytes * s.c * s.in.h * s.in.w);
  return {s.n * image.loaded, s.n * image.stored};
}

}  // namespace cachebound::operators::conv2d
