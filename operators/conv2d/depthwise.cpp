// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/depthwise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "operators/conv2d/conv_team.hpp"
#include "operators/conv2d/depthwise_plan.hpp"
#include "operators/own_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

template <typename T>
struct DepthwiseBuffers {
  Buffer<T> copied;  ///< NCHW: the planes, padded; NHWC: an image whose channels do not fill a vector, and room
  Buffer<T> weights;
  Buffer<T> scratch;  ///< for results behind which a vector reaches
};

/// What one thread does, as a convolution of its own.
template <typename T>
struct Part {
  DepthwiseShare share;
  DepthwisePlan plan;
  DepthwiseBuffers<T> buffers;
};

template <typename T>
class DepthwiseConv final : public Prepared {
 public:
  DepthwiseConv(Isa isa, const DepthwiseKernelsOf<T>& kernels, const simd::RearrangeOf<T>& rearrange,
                ConvOperandsOf<T> operands, std::vector<Part<T>> parts, const std::vector<int>& cpus)
      : isa_(isa),
        kernels_(kernels),
        rearrange_(rearrange),
        operands_(std::move(operands)),
        parts_(std::move(parts)),
        team_(cpus, parts_.size()) {}

  Status enter() override { return team_.enter(); }
  void leave() override { team_.leave(); }
  void run() override {
    team_.each([this](std::size_t at) {
      const Part<T>& part = parts_[at];
      for (int n = part.share.images.start; n < part.share.images.start + part.share.images.size; ++n) {
        pack(part, n);
        if (part.plan.shape.layout == Layout::nchw) {
          planes(part, n);
        } else {
          pixels(part, n);
        }
      }
    });
  }
  [[nodiscard]] bool has_packing() const override {
    const DepthwisePlan& plan = parts_.front().plan;
    return plan.shape.layout == Layout::nchw || plan.narrow();
  }
  void run_packing() override {
    team_.each([this](std::size_t at) {
      const gemm::Range images = parts_[at].share.images;
      for (int n = images.start; n < images.start + images.size; ++n) pack(parts_[at], n);
    });
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return isa_; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own depthwise kernel, {} tile of {} lines x {} lanes, {} taps share loads", to_string(isa_),
                       depthwise_lines, parts_.front().plan.lanes, parts_.front().plan.across);
  }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override {
    const DepthwisePlan& plan = parts_.front().plan;
    return ConvBlocking{.width = depthwise_lines,
                        .outputs = plan.lanes,
                        .channels = 1,
                        .pixels_per_load = plan.across,
                        .vector_bytes = plan.lanes * static_cast<int>(sizeof(T))};
  }

 private:
  void pack(const Part<T>& part, int n) {
    const ConvShape& s = part.plan.shape;
    const Strides from = input_strides(operands_.shape);
    const T* image = operands_.input.data() + n * from.n + part.share.channels.first * from.c;
    if (s.layout == Layout::nchw) {
      pack_planes(s, part.plan.planes, rearrange_, {0, s.c}, image, part.buffers.copied.data());
    } else if (part.plan.narrow()) {
      rearrange_.copy(s.in.h, s.in.w * s.c, image, from.h, 1, part.buffers.copied.data(), from.h);
    }
  }
  void compute(const Part<T>& part, std::span<const DepthwiseCall> calls, const T* input, T* output) {
    const std::int32_t* words = part.plan.words.data();
    const T* weights = part.buffers.weights.data();
    for (const DepthwiseCall& call : calls) {
      kernels_.first[call.kernel].tile[call.lines - 1](words + call.words, input + call.input, weights + call.weights,
                                                       output + call.output);
    }
  }

  void planes(const Part<T>& part, int n) {
    using Scratch = DepthwisePlan::Scratch;
    const DepthwisePlan& plan = part.plan;
    const Strides to = output_strides(operands_.shape);
    const std::ptrdiff_t all = plan.shape.c * to.c;
    const T* copied = part.buffers.copied.data();
    T* result = operands_.output.data() + n * to.n + part.share.channels.first * to.c;
    T* scratch = part.buffers.scratch.data();
    // Behind channels of its own are those of another thread.
    const bool is_last = plan.shape.c < operands_.shape.c || n + 1 == part.share.images.start + part.share.images.size;
    if (plan.scratch == Scratch::none || (plan.scratch == Scratch::last_plane && !is_last)) {
      compute(part, plan.calls, copied, result);
      return;
    }
    compute(part, plan.scratch == Scratch::image ? plan.calls : plan.last_image, copied,
            plan.scratch == Scratch::image ? scratch : result);
    compute(part, plan.last_plane, copied, scratch);
    const std::ptrdiff_t count = plan.scratch == Scratch::image ? all : to.c;
    rearrange_.copy(1, static_cast<int>(count), scratch, 0, 1, result + all - count, 0);
  }

  void pixels(const Part<T>& part, int n) {
    const ConvShape& s = operands_.shape;
    const Pair out = output_size(s);
    const bool narrow = part.plan.narrow();
    T* result = operands_.output.data() + n * output_strides(s).n;
    T* to = narrow ? part.buffers.scratch.data() : result;
    compute(part, part.plan.calls,
            narrow ? part.buffers.copied.data() : operands_.input.data() + n * input_strides(s).n, to);
    for (const DepthwiseZeros& zeros : part.plan.zeros) {
      for (int row = 0; row < zeros.rows; ++row)
        std::fill_n(to + zeros.output + row * zeros.row_step, zeros.count, T{});
    }
    if (narrow) rearrange_.copy(out.h * out.w, s.c, to, part.plan.lanes, 1, result, s.c);
  }

  Isa isa_;
  DepthwiseKernelsOf<T> kernels_;
  simd::RearrangeOf<T> rearrange_;
  ConvOperandsOf<T> operands_;
  std::vector<Part<T>> parts_;
  OwnTeam team_;
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
  const std::size_t elements = copied_elements(plan) + scratch_elements(plan);
  if (Status refused = fits_memory(sizeof(T) * static_cast<double>(elements))) return *refused;
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
                                 ConvOperandsOf<T> operands, const std::vector<int>& cpus) {
  const ConvShape& s = operands.shape;
  if (s.groups != s.c || s.o != s.c) {
    return Error{Reason::not_applicable, "made for groups of one input and one output channel each (g = c = o)"};
  }
  const std::ptrdiff_t reach =
      s.layout == Layout::nchw
          ? std::max(plane_layout(s, line_elements<T>, RowOrder::plain).channel_stride, output_strides(s).c)
          // of a result of which each pixel holds a vector at least
          : std::max(input_strides(s).n, output_strides(s).n / s.c * std::max(s.c, kernels.lanes));
  if (reach > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the depthwise kernel's offsets are 32 bits wide"};
  }
  std::vector<Part<T>> parts;
  for (const DepthwiseShare& share : depthwise_shares(s, kernels.lanes, std::max(1, static_cast<int>(cpus.size())))) {
    DepthwisePlan plan = depthwise_plan(shape_of(share, s), kernels, share.rows);
    auto buffers = make_buffers<T>(plan);
    if (!buffers) return buffers.error();
    const std::ptrdiff_t filter = std::ptrdiff_t{s.kernel.h} * s.kernel.w;
    arrange_weights(plan, operands.weights.data() + share.channels.first * filter, buffers->weights.data());
    parts.push_back({share, std::move(plan), std::move(buffers).value()});
  }
  return std::unique_ptr<Prepared>(
      std::make_unique<DepthwiseConv<T>>(isa, kernels, rearrange, std::move(operands), std::move(parts), cpus));
}

template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<float>&, const simd::RearrangeOf<float>&,
                                          ConvOperandsOf<float>, const std::vector<int>&);
template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<double>&, const simd::RearrangeOf<double>&,
                                          ConvOperandsOf<double>, const std::vector<int>&);
template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<Half>&, const simd::RearrangeOf<Half>&,
                                          ConvOperandsOf<Half>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
