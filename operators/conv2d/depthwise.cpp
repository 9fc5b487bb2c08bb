// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise.hpp"

#include <fmt/format.h>

#include <limits>

#include "operators/conv2d/depthwise_plan.hpp"

namespace cachebound::operators::conv2d {
namespace {

struct DepthwiseBuffers {
  FloatBuffer padded;
  FloatBuffer weights;
  FloatBuffer
      scratch;  ///< NCHW: a plane, and what a vector may store beyond it; NHWC: the pixels of a row, a vector each
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
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override {
    for (int n = 0; n < plan_.shape.n; ++n) pack(n);
  }
  Output output() override { return operands_.output.values(); }
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
    const float* image = operands_.input.data() + n * input_strides(plan_.shape).n;
    if (plan_.shape.layout == Layout::nchw) {
      pack_planes(plan_.shape, plan_.planes, rearrange_, image, buffers_.padded.data());
    } else {
      pack_padded(plan_.shape, plan_.padded, rearrange_, image, buffers_.padded.data());
    }
  }

  [[nodiscard]] DepthwiseTile tile() const {
    return {.columns = static_cast<int>(plan_.columns.size()),
            .column_offsets = plan_.columns.data(),
            .line_step = plan_.line_step};
  }

  /// The last vector of a row may reach into the next one. So tiles of a row go from right to left and rows downwards:
  /// what is stored too far is stored again. Only the last plane has nothing behind it.
  void planes(int n) {
    const ConvShape& s = plan_.shape;
    const Pair out = output_size(s);
    const Strides to = output_strides(s);
    const int taps = s.kernel.h * s.kernel.w;
    DepthwiseTile tile = this->tile();
    tile.vectors = (out.w + plan_.lanes - 1) / plan_.lanes;
    tile.weight_step = 1;
    tile.output_step = out.w;
    const std::ptrdiff_t last = std::ptrdiff_t{tile.vectors - 1} * plan_.lanes;
    for (int c = 0; c < s.c; ++c) {
      const bool has_next = c + 1 < s.c || n + 1 < s.n;
      const float* plane = buffers_.padded.data() + c * plan_.planes.channel_stride + last;
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
    const Strides to = output_strides(s);
    float* image = operands_.output.data() + n * to.n;
    for (int y = 0; y < out.h; ++y) {
      const float* row = buffers_.padded.data() + std::ptrdiff_t{y} * s.stride.h * plan_.padded.row_length;
      for (const Bands& bands : plan_.bands) {
        all_channels(bands, row + std::ptrdiff_t{bands.first} * s.stride.w * s.c,
                     image + y * to.h + bands.first * to.w);
      }
    }
  }

  /// Whole vectors, then the last one once more from the end: channels between the two are computed twice.
  void all_channels(const Bands& bands, const float* input, float* output) {
    const int channels = plan_.shape.c;
    DepthwiseTile tile = this->tile();
    const auto compute = plan_.kernel.tile[bands.lines - 1];
    tile.bands = bands.count;
    tile.vectors = channels / plan_.lanes;
    tile.weight_step = channels;
    tile.output_step = channels;
    tile.input = input;
    tile.weights = buffers_.weights.data();
    tile.output = output;
    if (tile.vectors > 0) compute(tile);
    if (channels % plan_.lanes == 0) return;
    const bool narrow = tile.vectors == 0;
    const std::ptrdiff_t rest = narrow ? 0 : channels - plan_.lanes;
    tile.vectors = 1;
    tile.input += rest;
    tile.weights += rest;
    tile.output = narrow ? buffers_.scratch.data() : output + rest;
    if (narrow) tile.output_step = plan_.lanes;
    compute(tile);
    if (narrow) rearrange_.copy(bands.count * bands.lines, channels, tile.output, plan_.lanes, 1, output, channels);
  }

  Isa isa_;
  DepthwisePlan plan_;
  simd::Rearrange rearrange_;
  ConvOperands operands_;
  DepthwiseBuffers buffers_;
};

/// NCHW: [channel][tap]; NHWC: [tap][channel]; taps in the kernel's order.
void arrange_weights(const DepthwisePlan& plan, const float* weights, float* arranged) {
  const ConvShape& s = plan.shape;
  const std::size_t taps = plan.taps.size();
  for (int c = 0; c < s.c; ++c) {
    for (std::size_t t = 0; t < taps; ++t) {
      const std::size_t to = s.layout == Layout::nchw ? static_cast<std::size_t>(c) * taps + t
                                                      : t * static_cast<std::size_t>(s.c) + static_cast<std::size_t>(c);
      arranged[to] = weights[static_cast<std::size_t>(c) * taps + static_cast<std::size_t>(plan.taps[t])];
    }
  }
}

Result<DepthwiseBuffers> make_buffers(const DepthwisePlan& plan) {
  const ConvShape& s = plan.shape;
  const Pair out = output_size(s);
  const auto lanes = static_cast<std::size_t>(plan.lanes);
  const bool nchw = s.layout == Layout::nchw;
  auto padded = FloatBuffer::allocate((nchw ? plan.planes.elements : plan.padded.elements) + lanes, operand_colours);
  if (!padded) return padded.error();
  auto weights = FloatBuffer::allocate(weight_elements(s) + lanes, operand_colours + 1);
  if (!weights) return weights.error();
  const std::size_t plane = static_cast<std::size_t>(out.h) * static_cast<std::size_t>(out.w);
  auto scratch =
      FloatBuffer::allocate(nchw ? plane + lanes : lanes * static_cast<std::size_t>(out.w), operand_colours + 2);
  if (!scratch) return scratch.error();
  return DepthwiseBuffers{std::move(padded).value(), std::move(weights).value(), std::move(scratch).value()};
}

}  // namespace

PreparedResult prepare_depthwise(Isa isa, const DepthwiseKernels& kernels, const simd::Rearrange& rearrange,
                                 ConvOperands operands) {
  const ConvShape& s = operands.shape;
  if (s.groups != s.c || s.o != s.c) {
    return Error{Reason::not_applicable, "made for groups of one input and one output channel each (g = c = o)"};
  }
  DepthwisePlan plan = depthwise_plan(s, kernels);
  const bool nchw = s.layout == Layout::nchw;
  const std::ptrdiff_t reach = nchw ? plan.planes.channel_stride : static_cast<std::ptrdiff_t>(plan.padded.elements);
  if (reach > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the depthwise kernel's offsets are 32 bits wide"};
  }
  const std::size_t padded = nchw ? plan.planes.elements : plan.padded.elements;
  if (Status refused = fits_memory(4.0 * static_cast<double>(padded))) return *refused;
  auto buffers = make_buffers(plan);
  if (!buffers) return buffers.error();
  arrange_weights(plan, operands.weights.data(), buffers->weights.data());
  return std::unique_ptr<Prepared>(std::make_unique<DepthwiseConv>(isa, std::move(plan), rearrange, std::move(operands),
                                                                   std::move(buffers).value()));
}

}  // namespace cachebound::operators::conv2d
