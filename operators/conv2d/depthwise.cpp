// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "operators/conv2d/depthwise_plan.hpp"

namespace cachebound::operators::conv2d {
namespace {

template <typename T>
struct DepthwiseBuffers {
  Buffer<T> copied;  ///< NCHW: the planes, padded; NHWC: an image whose channels do not fill a vector, and room
  Buffer<T> weights;
  Buffer<T> scratch;  ///< for results behind which a vector reaches
};

template <typename T>
class DepthwiseConv final : public Prepared {
 public:
  DepthwiseConv(Isa isa, const DepthwiseKernelsOf<T>& kernels, DepthwisePlan plan,
                const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands, DepthwiseBuffers<T> buffers)
      : isa_(isa),
        kernels_(kernels),
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
                       depthwise_lines, plan_.lanes, plan_.across);
  }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override {
    return ConvBlocking{.width = depthwise_lines,
                        .outputs = plan_.lanes,
                        .channels = 1,
                        .pixels_per_load = plan_.across,
                        .vector_bytes = plan_.lanes * static_cast<int>(sizeof(T))};
  }

 private:
  void pack(int n) {
    const ConvShape& s = plan_.shape;
    const T* image = operands_.input.data() + n * input_strides(s).n;
    if (s.layout == Layout::nchw) {
      pack_planes(s, plan_.planes, rearrange_, image, buffers_.copied.data());
    } else if (plan_.narrow()) {
      rearrange_.copy(s.in.h, s.in.w * s.c, image, input_strides(s).h, 1, buffers_.copied.data(), input_strides(s).h);
    }
  }
  void compute(std::span<const DepthwiseCall> calls, const T* input, T* output) {
    const std::int32_t* words = plan_.words.data();
    const T* weights = buffers_.weights.data();
    for (const DepthwiseCall& call : calls) {
      kernels_.first[call.kernel].tile[call.lines - 1](words + call.words, input + call.input, weights + call.weights,
                                                       output + call.output);
    }
  }

  void planes(int n) {
    using Scratch = DepthwisePlan::Scratch;
    const Pair out = output_size(plan_.shape);
    const std::ptrdiff_t plane = std::ptrdiff_t{out.h} * out.w;
    const std::ptrdiff_t all = plan_.shape.c * plane;
    const T* copied = buffers_.copied.data();
    T* result = operands_.output.data() + n * all;
    T* scratch = buffers_.scratch.data();
    const bool is_last = n + 1 == plan_.shape.n;
    if (plan_.scratch == Scratch::none || (plan_.scratch == Scratch::last_plane && !is_last)) {
      compute(plan_.calls, copied, result);
      return;
    }
    compute(plan_.scratch == Scratch::image ? plan_.calls : plan_.last_image, copied,
            plan_.scratch == Scratch::image ? scratch : result);
    compute(plan_.last_plane, copied, scratch);
    const std::ptrdiff_t count = plan_.scratch == Scratch::image ? all : plane;
    rearrange_.copy(1, static_cast<int>(count), scratch, 0, 1, result + all - count, 0);
  }

  void pixels(int n) {
    const ConvShape& s = plan_.shape;
    const Pair out = output_size(s);
    const bool narrow = plan_.narrow();
    T* result = operands_.output.data() + n * output_strides(s).n;
    T* to = narrow ? buffers_.scratch.data() : result;
    compute(plan_.calls, narrow ? buffers_.copied.data() : operands_.input.data() + n * input_strides(s).n, to);
    for (const DepthwiseZeros& zeros : plan_.zeros) {
      for (int row = 0; row < zeros.rows; ++row)
        std::fill_n(to + zeros.output + row * zeros.row_step, zeros.count, T{});
    }
    if (narrow) rearrange_.copy(out.h * out.w, s.c, to, plan_.lanes, 1, result, s.c);
  }

  Isa isa_;
  DepthwiseKernelsOf<T> kernels_;
  DepthwisePlan plan_;
  simd::RearrangeOf<T> rearrange_;
  ConvOperandsOf<T> operands_;
  DepthwiseBuffers<T> buffers_;
};

/// NCHW: [channel][tap]; NHWC: [tap][channel]; taps in the plan's order.
template <typename T>
void arrange_weights(const DepthwisePlan& plan, const T* weights, T* arranged) {
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

/// Elements, without the room behind them.
std::size_t copied_elements(const DepthwisePlan& plan) {
  if (plan.shape.layout == Layout::nchw) return plan.planes.elements;
  return plan.narrow() ? input_elements(plan.shape) / static_cast<std::size_t>(plan.shape.n) : 0;
}

std::size_t scratch_elements(const DepthwisePlan& plan) {
  const Pair out = output_size(plan.shape);
  const std::size_t plane = static_cast<std::size_t>(out.h) * static_cast<std::size_t>(out.w);
  if (plan.shape.layout == Layout::nhwc) return plan.narrow() ? plane * static_cast<std::size_t>(plan.lanes) : 0;
  switch (plan.scratch) {
    case DepthwisePlan::Scratch::none:
      return 0;
    case DepthwisePlan::Scratch::last_plane:
      return plane + plan.scratch_room;
    case DepthwisePlan::Scratch::image:
      return plane * static_cast<std::size_t>(plan.shape.c) + plan.scratch_room;
  }
  return 0;
}

template <typename T>
Result<DepthwiseBuffers<T>> make_buffers(const DepthwisePlan& plan) {
  auto copied = Buffer<T>::allocate(copied_elements(plan) + plan.copy_room, operand_colours);
  if (!copied) return copied.error();
  auto weights = Buffer<T>::allocate(
      plan.taps.size() * static_cast<std::size_t>(plan.shape.c) + static_cast<std::size_t>(plan.lanes),
      operand_colours + 1);
  if (!weights) return weights.error();
  auto scratch = Buffer<T>::allocate(scratch_elements(plan), operand_colours + 2);
  if (!scratch) return scratch.error();
  return DepthwiseBuffers<T>{std::move(copied).value(), std::move(weights).value(), std::move(scratch).value()};
}

}  // namespace

template <typename T>
PreparedResult prepare_depthwise(Isa isa, const DepthwiseKernelsOf<T>& kernels, const simd::RearrangeOf<T>& rearrange,
                                 ConvOperandsOf<T> operands) {
  const ConvShape& s = operands.shape;
  if (s.groups != s.c || s.o != s.c) {
    return Error{Reason::not_applicable, "made for groups of one input and one output channel each (g = c = o)"};
  }
  const std::ptrdiff_t reach =
      s.layout == Layout::nchw
          ? std::max(plane_layout(s, line_elements<T>, RowOrder::plain).channel_stride, output_strides(s).c)
          : std::max(input_strides(s).n, output_strides(s).n);
  if (reach > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the depthwise kernel's offsets are 32 bits wide"};
  }
  DepthwisePlan plan = depthwise_plan(s, kernels);
  if (Status refused = fits_memory(sizeof(T) * static_cast<double>(copied_elements(plan)))) return *refused;
  auto buffers = make_buffers<T>(plan);
  if (!buffers) return buffers.error();
  arrange_weights(plan, operands.weights.data(), buffers->weights.data());
  return std::unique_ptr<Prepared>(std::make_unique<DepthwiseConv<T>>(isa, kernels, std::move(plan), rearrange,
                                                                      std::move(operands), std::move(buffers).value()));
}

template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<float>&, const simd::RearrangeOf<float>&,
                                          ConvOperandsOf<float>);
template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<double>&, const simd::RearrangeOf<double>&,
                                          ConvOperandsOf<double>);

}  // namespace cachebound::operators::conv2d
