// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/direct.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "operators/conv2d/conv_team.hpp"
#include "operators/conv2d/direct_plan.hpp"
#include "operators/own_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// Of one group and block of outputs, all input channels.
std::ptrdiff_t weights_of_block(const DirectPlan& plan) { return depth_stride(plan.shape) * plan.blocking.outputs; }

/// [group][block of outputs][block of inputs][tap][channel][output], zeros where a block of outputs is partial.
template <typename T>
void pack_weights(const DirectPlan& plan, const T* weights, T* packed) {
  const ConvShape& s = plan.shape;
  const int taps = s.kernel.h * s.kernel.w;
  for (int g = 0; g < s.groups; ++g) {
    for (const ChannelRange& outputs : plan.outputs) {
      const T* first = weights + (g * (s.o / s.groups) + outputs.first) * depth_stride(s);
      for (const ChannelRange& inputs : plan.inputs) {
        for (int tap = 0; tap < taps; ++tap) {
          for (int c = 0; c < inputs.count; ++c) {
            for (int o = 0; o < plan.blocking.outputs; ++o) {
              *packed++ = o < outputs.count ? first[o * depth_stride(s) + (inputs.first + c) * taps + tap] : T{};
            }
          }
        }
      }
    }
  }
}

template <typename T>
struct DirectBuffers {
  std::vector<Buffer<T>> planes;   ///< of all parts, or one for each, which then has images of its own
  std::vector<Buffer<T>> scratch;  ///< for each part
  Buffer<T> weights;
};

/// One call of the kernel, and where the results go from the scratch once a region is summed.
template <typename T>
struct Step {
  void (*compute)(const DirectTilesOf<T>&) = nullptr;
  DirectTilesOf<T> tiles;
  void (*lay_out)(const simd::PlaneBlockOf<T>&) = nullptr;
  simd::PlaneBlockOf<T> results{};
};

/// What one thread does.
template <typename T>
struct Part {
  DirectShare share;
  T* planes = nullptr;
  T* scratch = nullptr;
  std::vector<std::vector<Step<T>>> images{};
};

/// Writes down all of a part's calls of an image: a driver that found its way through groups, blocks, regions and runs
/// again at every call would keep all of that on the stack, beside a few stores of short rows.
template <typename T>
class Planner {
 public:
  Planner(const DirectKernelOf<T>& kernel, const DirectPlan& plan, ConvOperandsOf<T>& operands, const T* weights,
          const Part<T>& part)
      : kernel_(kernel), plan_(plan), operands_(operands), weights_(weights), part_(part) {}

  std::vector<Step<T>> steps_of_image(int n) {
    const ConvShape& s = plan_.shape;
    const Strides to = output_strides(s);
    const T* weights = weights_;
    int piece = 0;
    for (int g = 0; g < s.groups; ++g) {
      const T* planes = part_.planes + g * (s.c / s.groups) * plan_.planes.channel_stride;
      T* image = operands_.output.data() + n * to.n + g * (s.o / s.groups) * to.c;
      for (const ChannelRange& outputs : plan_.outputs) {
        for (const Region& region : plan_.regions) {
          const int from_first = piece++ - part_.share.pieces.start;
          if (from_first < 0 || from_first >= part_.share.pieces.size) continue;
          const bool in_place = plan_.in_place(outputs);
          T* result = in_place ? image + outputs.first + region.pixel * s.o : part_.scratch;
          sum_region(region, planes, weights, result, in_place ? s.o : plan_.blocking.outputs);
          if (!in_place) lay_out(region, outputs, image + outputs.first * to.c);
        }
        weights += weights_of_block(plan_);
      }
    }
    return std::move(steps_);
  }

 private:
  /// All input channels, for one block of outputs.
  void sum_region(const Region& region, const T* planes, const T* weights, T* result, std::ptrdiff_t pixel_stride) {
    const ConvShape& s = plan_.shape;
    DirectTilesOf<T> tiles{.taps = s.kernel.h * s.kernel.w,
                           .tap_offsets = plan_.planes.tap_offsets.data(),
                           .channel_stride = plan_.planes.channel_stride,
                           .weights = weights,
                           .output = result,
                           .pixel_stride = pixel_stride};
    for (const ChannelRange& inputs : plan_.inputs) {
      tiles.channels = inputs.count;
      tiles.accumulate = inputs.first > 0;
      tiles.input = planes + inputs.first * plan_.planes.channel_stride;
      for (const TileRun& run : std::span(plan_.runs.data() + region.first, region.runs)) {
        tiles.count = run.count;
        tiles.places = plan_.places.data() + run.first;
        steps_.push_back({.compute = kernel_.compute[run.width - 1], .tiles = tiles});
      }
      tiles.weights += static_cast<std::ptrdiff_t>(tiles.taps) * inputs.count * plan_.blocking.outputs;
    }
  }

  /// From the scratch to where a region's results belong.
  void lay_out(const Region& region, ChannelRange outputs, T* image) {
    Step<T>& last = steps_.back();
    last.results = {.planes = 1,
                    .rows = static_cast<int>(region.pixels),
                    .count = outputs.count,
                    .from = part_.scratch,
                    .from_row = plan_.blocking.outputs,
                    .to = image + region.pixel,
                    .to_row = plan_.pixels()};
    last.lay_out = kernel_.rearrange.transpose;
    if (plan_.shape.layout == Layout::nchw) return;
    last.results.to = image + region.pixel * plan_.shape.o;
    last.results.to_row = plan_.shape.o;
    last.lay_out = kernel_.rearrange.copy_planes;
  }

  const DirectKernelOf<T>& kernel_;
  const DirectPlan& plan_;
  ConvOperandsOf<T>& operands_;
  const T* weights_;
  const Part<T>& part_;
  std::vector<Step<T>> steps_;
};

template <typename T>
class DirectConv final : public Prepared {
 public:
  DirectConv(const DirectKernelOf<T>& kernel, DirectPlan plan, ConvOperandsOf<T> operands, std::vector<Part<T>> parts,
             DirectBuffers<T> buffers, const std::vector<int>& cpus)
      : kernel_(kernel),
        plan_(std::move(plan)),
        operands_(std::move(operands)),
        parts_(std::move(parts)),
        buffers_(std::move(buffers)),
        team_(cpus, parts_.size()) {
    for (Part<T>& part : parts_) {
      for (int i = 0; i < part.share.images.size; ++i) {
        part.images.push_back(Planner<T>(kernel_, plan_, operands_, buffers_.weights.data(), part)
                                  .steps_of_image(part.share.images.start + i));
      }
    }
  }

  Status enter() override { return team_.enter(); }
  void leave() override { team_.leave(); }
  void run() override {
    if (buffers_.planes.size() == parts_.size()) {
      team_.each([this](std::size_t at) {
        for (int i = 0; i < parts_[at].share.images.size; ++i) {
          pack(parts_[at], i);
          compute(parts_[at], i);
        }
      });
      return;
    }
    for (int n = 0; n < plan_.shape.n; ++n) {
      team_.each([this, n](std::size_t at) { pack(parts_[at], n); });
      team_.each([this, n](std::size_t at) { compute(parts_[at], n); });
    }
  }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override {
    team_.each([this](std::size_t at) {
      for (int i = 0; i < parts_[at].share.images.size; ++i) pack(parts_[at], i);
    });
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return kernel_.isa; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own direct kernel, {} tile of {} pixels x {} outputs, blocks of {} channels",
                       to_string(kernel_.isa), kernel_.width, kernel_.outputs, plan_.blocking.channels);
  }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override { return plan_.blocking; }

 private:
  /// Of the part's own images, number `i`.
  void pack(const Part<T>& part, int i) const {
    const T* image = operands_.input.data() + (part.share.images.start + i) * input_strides(plan_.shape).n;
    const ChannelRange channels = part.share.channels;
    pack_planes(plan_.shape, plan_.planes, kernel_.rearrange, channels, image,
                part.planes + channels.first * plan_.planes.channel_stride);
  }
  static void compute(const Part<T>& part, int i) {
    for (const Step<T>& step : part.images[static_cast<std::size_t>(i)]) {
      step.compute(step.tiles);
      if (step.lay_out != nullptr) step.lay_out(step.results);
    }
  }

  DirectKernelOf<T> kernel_;
  DirectPlan plan_;
  ConvOperandsOf<T> operands_;
  std::vector<Part<T>> parts_;
  DirectBuffers<T> buffers_;
  OwnTeam team_;
};

template <typename T>
Result<DirectBuffers<T>> make_buffers(const DirectPlan& plan, std::span<Part<T>> parts) {
  const auto blocks = static_cast<std::ptrdiff_t>(plan.outputs.size()) * plan.shape.groups;
  std::vector<Buffer<T>> all_planes, all_scratch;
  for (Part<T>& part : parts) {
    if (&part == parts.data() || part.share.images.size < plan.shape.n) {
      if (Status refused = fits_memory(sizeof(T) * static_cast<double>(plan.planes.elements))) return *refused;
      auto planes = Buffer<T>::allocate(plan.planes.elements, operand_colours);
      if (!planes) return planes.error();
      all_planes.push_back(std::move(planes).value());
    }
    auto scratch = Buffer<T>::allocate(static_cast<std::size_t>(plan.largest_region() * plan.blocking.outputs),
                                       operand_colours + 2);
    if (!scratch) return scratch.error();
    all_scratch.push_back(std::move(scratch).value());
    part.planes = all_planes.back().data();
    part.scratch = all_scratch.back().data();
  }
  auto weights = Buffer<T>::allocate(static_cast<std::size_t>(blocks * weights_of_block(plan)), operand_colours + 1);
  if (!weights) return weights.error();
  return DirectBuffers<T>{std::move(all_planes), std::move(all_scratch), std::move(weights).value()};
}

}  // namespace

template <typename T>
PreparedResult prepare_direct(const DirectKernelOf<T>& kernel, ConvOperandsOf<T> operands,
                              std::span<const Cache> caches, const std::vector<int>& cpus) {
  DirectPlan plan = direct_plan(operands.shape, kernel, caches);
  if (std::max<std::int64_t>(plan.planes.channel_stride, plan.pixels()) > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the direct kernel's offsets within a plane are 32 bits wide"};
  }
  std::vector<Part<T>> parts;
  for (const DirectShare& share : direct_shares(plan, std::max(1, static_cast<int>(cpus.size()))))
    parts.push_back({.share = share});
  auto buffers = make_buffers<T>(plan, parts);
  if (!buffers) return buffers.error();
  pack_weights(plan, operands.weights.data(), buffers->weights.data());
  return std::unique_ptr<Prepared>(std::make_unique<DirectConv<T>>(kernel, std::move(plan), std::move(operands),
                                                                   std::move(parts), std::move(buffers).value(), cpus));
}

template PreparedResult prepare_direct(const DirectKernelOf<float>&, ConvOperandsOf<float>, std::span<const Cache>,
                                       const std::vector<int>&);
template PreparedResult prepare_direct(const DirectKernelOf<double>&, ConvOperandsOf<double>, std::span<const Cache>,
                                       const std::vector<int>&);
template PreparedResult prepare_direct(const DirectKernelOf<Half>&, ConvOperandsOf<Half>, std::span<const Cache>,
                                       const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
