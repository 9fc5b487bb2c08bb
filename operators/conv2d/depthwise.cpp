// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "operators/conv2d/depthwise_plan.hpp"

namespace cachebound::operators::conv2d {
namespace {

struct DepthwiseBuffers {
  FloatBuffer copied;   ///< NCHW: the planes, padded; NHWC: an image whose channels do not fill a vector, and room
  FloatBuffer weights;
  FloatBuffer scratch;  ///< NCHW: a plane, and what a vector may store beyond it; NHWC, likewise: its result
};

class DepthwiseConv final : public Prepared {
 public:
  DepthwiseConv(Isa isa, DepthwisePlan plan, const simd::Rearrange& rearrange, ConvOperands operands,
                DepthwiseBuffers buffers)
      : isa_(isa),
        plan_(std::move(plan)),
        rearrange_(rearrange),
        operands_(std::move(operands)),
        buffers_(std::move(buffers)) {}

  void run() override {
    for (int n = 0; n < plan_.shape.n; ++n) {
      pack(n);
      if (plan_.shape.layout == Layout::nchw) {
        planes(n);
      } else {
        pixels(n);
      }
    }
  }
  [[nodiscard]] bool has_packing() const override { return plan_.shape.layout == Layout::nchw || plan_.narrow(); }
  void run_packing() override {
    for (int n = 0; n < plan_.shape.n; ++n) pack(n);
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return isa_; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own depthwise kernel, {} tile of {} lines x {} lanes, {} taps share loads", to_string(isa_),
                       depthwise_lines, plan_.lanes, plan_.kernel.across);
  }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override {
    return ConvBlocking{.width = depthwise_lines,
                        .outputs = plan_.lanes,
                        .channels = 1,
                        .pixels_per_load = plan_.kernel.across,
                        .vector_bytes = plan_.lanes * static_cast<int>(sizeof(float))};
  }

 private:
  void pack(int n) {
    const ConvShape& s = plan_.shape;
    const float* image = operands_.input.data() + n * input_strides(s).n;
    if (s.layout == Layout::nchw) {
      pack_planes(s, plan_.planes, rearrange_, image, buffers_.copied.data());
    } else if (plan_.narrow()) {
      rearrange_.copy(s.in.h, s.in.w * s.c, image, input_strides(s).h, 1, buffers_.copied.data(), input_strides(s).h);
    }
  }

  /// The last vector of a row may reach into the next one. So tiles of a row go from right to left and rows downwards:
  /// what is stored too far is stored again. Only the last plane has nothing behind it.
  void planes(int n) {
    const ConvShape& s = plan_.shape;
    const Pair out = output_size(s);
    const Strides to = output_strides(s);
    const int taps = s.kernel.h * s.kernel.w;
    DepthwiseTile tile{.columns = static_cast<int>(plan_.columns.size()),
                       .column_offsets = plan_.columns.data(),
                       .line_step = plan_.line_step};
    tile.vectors = (out.w + plan_.lanes - 1) / plan_.lanes;
    tile.weight_step = 1;
    tile.output_step = out.w;
    const std::ptrdiff_t last = std::ptrdiff_t{tile.vectors - 1} * plan_.lanes;
    for (int c = 0; c < s.c; ++c) {
      const bool has_next = c + 1 < s.c || n + 1 < s.n;
      const float* plane = buffers_.copied.data() + c * plan_.planes.channel_stride + last;
      float* result = has_next ? operands_.output.data() + n * to.n + c * to.c : buffers_.scratch.data();
      tile.weights = buffers_.weights.data() + std::ptrdiff_t{c} * taps;
      for (const Bands& rows : plan_.bands) {
        tile.bands = rows.count;
        tile.input = plane + std::ptrdiff_t{rows.first} * s.stride.h * plan_.planes.row_length;
        tile.output = result + std::ptrdiff_t{rows.first} * out.w + last;
        plan_.kernel.tile[rows.lines - 1](tile);
      }
      if (!has_next) rearrange_.copy(1, out.h * out.w, result, 0, 1, operands_.output.data() + n * to.n + c * to.c, 0);
    }
  }

  void pixels(int n) {
    const ConvShape& s = plan_.shape;
    const Pair out = output_size(s);
    const bool narrow = plan_.narrow();
    const float* image = narrow ? buffers_.copied.data() : operands_.input.data() + n * input_strides(s).n;
    float* result = operands_.output.data() + n * output_strides(s).n;
    for (const Alike& rows : plan_.rows)
      for (const PixelColumns& columns : plan_.pixels)
        rectangle(rows, columns, image, narrow ? buffers_.scratch.data() : result);
    if (narrow) rearrange_.copy(out.h * out.w, s.c, buffers_.scratch.data(), plan_.lanes, 1, result, s.c);
  }

  /// A result of which each pixel holds a vector at least.
  void rectangle(const Alike& rows, const PixelColumns& columns, const float* image, float* result) {
    const ConvShape& s = plan_.shape;
    const Strides from = input_strides(s);
    const std::ptrdiff_t pixel = std::max(s.c, plan_.lanes), row = output_size(s).w * pixel;
    float* output = result + rows.first * row + columns.at.first * pixel;
    if (rows.taps == 0 || columns.at.taps == 0) {
      for (int y = 0; y < rows.count; ++y) std::fill_n(output + y * row, columns.at.count * pixel, 0.0F);
      return;
    }
    // Of the first tap that meets the input, for the first output.
    const float* input = image + (rows.first * s.stride.h - s.pad.h + rows.tap * s.dilation.h) * from.h +
                         (columns.at.first * s.stride.w - s.pad.w + columns.at.tap * s.dilation.w) * from.w;
    const DepthwiseKernel& kernel = columns.shares ? plan_.kernel : plan_.single;
    const std::ptrdiff_t down = s.stride.h * from.h, right = s.stride.w * from.w;
    const bool downwards = DepthwisePlan::downwards(rows, columns);
    DepthwiseTile tile{.rows = downwards ? columns.at.count : rows.count,
                       .vectors = (s.c + plan_.lanes - 1) / plan_.lanes,
                       .row_input_step = downwards ? right : down,
                       .row_output_step = downwards ? pixel : row,
                       .columns = rows.taps * columns.groups,
                       .column_offsets = columns.offsets.data(),
                       .line_step = downwards        ? down
                                    : columns.shares ? from.w
                                                     : right,
                       .weights = buffers_.weights.data() + columns.weights +
                                  std::ptrdiff_t{rows.tap} * columns.at.taps * s.c,
                       .weight_step = s.c,
                       .output_step = downwards ? row : pixel};
    // The last vector ends with the channels: those between it and the one before are computed twice.
    tile.last_step = s.c - std::ptrdiff_t{tile.vectors - 1} * plan_.lanes;
    for (const Bands& bands : downwards ? rows.bands : columns.at.bands) {
      tile.bands = bands.count;
      tile.input = input + bands.first * (downwards ? down : right);
      tile.output = output + bands.first * tile.output_step;
      kernel.tile[bands.lines - 1](tile);
    }
  }

  Isa isa_;
  DepthwisePlan plan_;
  simd::Rearrange rearrange_;
  ConvOperands operands_;
  DepthwiseBuffers buffers_;
};

/// NCHW: [channel][tap]; NHWC: [tap][channel]; taps in the plan's order.
void arrange_weights(const DepthwisePlan& plan, const float* weights, float* arranged) {
  const ConvShape& s = plan.shape;
  const auto filter = static_cast<std::size_t>(s.kernel.h) * static_cast<std::size_t>(s.kernel.w);
  const std::size_t taps = plan.taps.size();
  for (std::size_t c = 0; c < static_cast<std::size_t>(s.c); ++c) {
    for (std::size_t t = 0; t < taps; ++t) {
      const std::size_t to = s.layout == Layout::nchw ? c * taps + t : t * static_cast<std::size_t>(s.c) + c;
      arranged[to] = weights[c * filter + static_cast<std::size_t>(plan.taps[t])];
    }
  }
}

/// Elements, without the vector that may be read beyond them.
std::size_t copied_elements(const DepthwisePlan& plan) {
  if (plan.shape.layout == Layout::nchw) return plan.planes.elements;
  return plan.narrow() ? input_elements(plan.shape) / static_cast<std::size_t>(plan.shape.n) : 0;
}

Result<DepthwiseBuffers> make_buffers(const DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const auto lanes = static_cast<std::size_t>(plan.lanes);
  const bool nchw = s.layout == Layout::nchw;
  auto copied = FloatBuffer::allocate(copied_elements(plan) + lanes, operand_colours);
  if (!copied) return copied.error();
  auto weights = FloatBuffer::allocate(plan.taps.size() * static_cast<std::size_t>(s.c) + lanes, operand_colours + 1);
  if (!weights) return weights.error();
  const std::size_t plane = static_cast<std::size_t>(out.h) * static_cast<std::size_t>(out.w);
  auto scratch =
      FloatBuffer::allocate(nchw ? plane + lanes : plan.narrow() ? plane * lanes : 0, operand_colours + 2);
  if (!scratch) return scratch.error();
  return DepthwiseBuffers{std::move(copied).value(), std::move(weights).value(), std::move(scratch).value()};
}

}  // namespace

PreparedResult prepare_depthwise(Isa isa, const DepthwiseKernels& kernels, const simd::Rearrange& rearrange,
                                 ConvOperands operands) {
  const ConvShape& s = operands.shape;
  if (s.groups != s.c || s.o != s.c) {
    return Error{Reason::not_applicable, "made for groups of one input and one output channel each (g = c = o)"};
  }
  DepthwisePlan plan = depthwise_plan(s, kernels);
  const std::ptrdiff_t reach = s.layout == Layout::nchw ? plan.planes.channel_stride : input_strides(s).n;
  if (reach > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the depthwise kernel's offsets are 32 bits wide"};
  }
  if (Status refused = fits_memory(4.0 * static_cast<double>(copied_elements(plan)))) return *refused;
  auto buffers = make_buffers(plan);
  if (!buffers) return buffers.error();
  arrange_weights(plan, operands.weights.data(), buffers->weights.data());
  return std::unique_ptr<Prepared>(std::make_unique<DepthwiseConv>(isa, std::move(plan), rearrange, std::move(operands),
                                                                   std::move(buffers).value()));
}

}  // namespace cachebound::operators::conv2d
