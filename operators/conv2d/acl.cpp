// SPDX-License-Identifier: Apache-2.0
// Arm Compute Library's convolution, which chooses between GEMM, direct, Winograd and FFT by itself, and its depthwise
// one. The weights are transformed beforehand.
#include <arm_compute/core/TensorInfo.h>
#include <arm_compute/runtime/NEON/functions/NEConvolutionLayer.h>
#include <arm_compute/runtime/NEON/functions/NEDepthwiseConvolutionLayer.h>
#include <arm_compute/runtime/Tensor.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operators/conv2d/libraries.hpp"
#include "operators/conv2d/one_call_conv.hpp"
#include "operators/conv2d/winograd_bound.hpp"
#include "operators/gemm/backend_entry.hpp"
#include "operators/libraries/acl_facts.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

using arm_compute::ActivationLayerInfo;
using arm_compute::ConvolutionMethod;
using arm_compute::PadStrideInfo;
using arm_compute::Size2D;
using arm_compute::Tensor;
using arm_compute::TensorInfo;
using arm_compute::WeightsInfo;

std::size_t u(int value) { return static_cast<std::size_t>(value); }
unsigned v(int value) { return static_cast<unsigned>(value); }

/// Of `outer` images, or filters; the first dimension is the one that lies together.
TensorInfo tensor(Layout layout, int outer, int channels, Pair size) {
  const bool nchw = layout == Layout::nchw;
  const auto shape = nchw ? arm_compute::TensorShape(u(size.w), u(size.h), u(channels), u(outer))
                          : arm_compute::TensorShape(u(channels), u(size.w), u(size.h), u(outer));
  return {shape, 1, arm_compute::DataType::F32, nchw ? arm_compute::DataLayout::NCHW : arm_compute::DataLayout::NHWC};
}

/// The function keeps the addresses of the tensors.
struct Plan {
  Tensor input, weights, output;
  std::optional<FloatBuffer> turned_weights{};  ///< of NHWC, channels last
  std::unique_ptr<arm_compute::IFunction> function;
  std::string method;
};

struct Convolve {
  std::unique_ptr<Plan> plan;
  std::vector<int> cpus;

  Status enter() const {
    if (Status refused = acl_use_threads(std::max(1, static_cast<int>(cpus.size())))) return refused;
    return place_library_threads(cpus);
  }
  void operator()() const { plan->function->run(); }
};

/// [O][KH][KW][C/G], or of a depthwise convolution [KH][KW][O], from [O][C/G][KH][KW].
void turn_weights(const ConvShape& s, bool depthwise, const float* from, float* to) {
  const std::ptrdiff_t taps = std::ptrdiff_t{s.kernel.h} * s.kernel.w;
  const std::ptrdiff_t channels = s.c / s.groups;
  for (int o = 0; o < s.o; ++o) {
    for (std::ptrdiff_t c = 0; c < channels; ++c) {
      for (std::ptrdiff_t tap = 0; tap < taps; ++tap)
        to[depthwise ? tap * s.o + o : (o * taps + tap) * channels + c] = *from++;
    }
  }
}

std::string_view name_of(ConvolutionMethod method) {
  switch (method) {
    case ConvolutionMethod::GEMM:
      return "GEMM";
    case ConvolutionMethod::DIRECT:
      return "direct";
    case ConvolutionMethod::WINOGRAD:
      return "Winograd";
    case ConvolutionMethod::FFT:
      return "FFT";
  }
  return "another method";
}

/// The plan's tensors have their shapes; it gets its function.
Status configure(const ConvShape& s, bool depthwise, Plan& plan, ConvolutionMethod& method) {
  const PadStrideInfo pads(v(s.stride.w), v(s.stride.h), v(s.pad.w), v(s.pad.h));
  const Size2D dilation(u(s.dilation.w), u(s.dilation.h));
  Tensor& in = plan.input;
  Tensor& weights = plan.weights;
  Tensor& out = plan.output;
  method = ConvolutionMethod::DIRECT;
  const auto refusal = [](const arm_compute::Status& status) {
    return Error{Reason::not_applicable, "Arm Compute Library refuses: " + status.error_description()};
  };
  if (depthwise) {
    using Layer = arm_compute::NEDepthwiseConvolutionLayer;
    const unsigned multiplier = v(s.o / s.groups);
    const auto valid = Layer::validate(in.info(), weights.info(), nullptr, out.info(), pads, multiplier,
                                       ActivationLayerInfo(), dilation);
    if (!valid) return refusal(valid);
    auto layer = std::make_unique<Layer>();
    layer->configure(&in, &weights, nullptr, &out, pads, multiplier, ActivationLayerInfo(), dilation);
    plan.function = std::move(layer);
    plan.method = "depthwise";
    return std::nullopt;
  }
  using Layer = arm_compute::NEConvolutionLayer;
  const auto valid = Layer::validate(in.info(), weights.info(), nullptr, out.info(), pads, WeightsInfo(), dilation,
                                     ActivationLayerInfo(), false, v(s.groups));
  if (!valid) return refusal(valid);
  method = Layer::get_convolution_method(in.info(), weights.info(), out.info(), pads, WeightsInfo(), dilation);
  auto layer = std::make_unique<Layer>();
  layer->configure(&in, &weights, nullptr, &out, pads, WeightsInfo(), dilation);
  plan.function = std::move(layer);
  plan.method = name_of(method);
  return std::nullopt;
}

PreparedResult prepare_acl(ConvOperands operands, const TargetCore& core) {
  const ConvShape& s = operands.shape;
  const bool depthwise = s.groups == s.c && s.groups > 1;
  if (s.groups > 1 && !depthwise) return Error{Reason::not_applicable, "Arm Compute Library has no groups"};
  if (Status refused = acl_use_threads(core.threads())) return *refused;
  auto plan = std::make_unique<Plan>();
  const bool nhwc = s.layout == Layout::nhwc;
  float* weights = operands.weights.data();
  if (nhwc) {
    auto turned = FloatBuffer::allocate(weight_elements(s), operand_colours);
    if (!turned) return turned.error();
    plan->turned_weights.emplace(std::move(turned).value());
    turn_weights(s, depthwise, operands.weights.data(), plan->turned_weights.data());
    weights = plan->turned_weights.data();
  }
  plan->input.allocator()->init(tensor(s.layout, s.n, s.c, s.in));
  plan->weights.allocator()->init(depthwise ? tensor(s.layout, 1, s.o, s.kernel)
                                            : tensor(s.layout, s.o, s.c, s.kernel));
  plan->output.allocator()->init(tensor(s.layout, s.n, s.o, output_size(s)));
  ConvolutionMethod method{};
  if (Status refused = configure(s, depthwise, *plan, method)) return *refused;
  for (const auto& [tensor, data] : {std::pair{&plan->input, operands.input.data()}, {&plan->weights, weights}, {&plan->output, operands.output.data()}}) {
    if (tensor->info()->has_padding())
      return Error{Reason::not_applicable, fmt::format("its {} convolution wants a padded tensor here", plan->method)};
    tensor->allocator()->import_memory(data);
  }
  plan->function->prepare();
  const bool fewer = method == ConvolutionMethod::WINOGRAD || method == ConvolutionMethod::FFT;
  CallFacts facts{.isa = gemm::widest_isa(core),
                  .implementation = fmt::format("{}; convolution by {}, weights transformed beforehand", acl_version(),
                                                plan->method),
                  .fewer_operations = fewer};
  if (fewer)  // F(4 x 4, 3 x 3) at the most; it does not say in how many blocks it sums the channels
    facts.error_bound = winograd_error_bound(4, s, s.c, operands.input.data(), operands.weights.data());
  return one_call_conv(std::move(operands), std::move(facts), Convolve{.plan = std::move(plan), .cpus = core.cpus});
}

}  // namespace

std::vector<ConvBackend> acl_backends(const TargetCore& core) {
  return {{{.name = "acl",
            .unavailable = gemm::lacking(Isa::neon, core),
            .isa = gemm::widest_isa(core),
            .summary = "Arm Compute Library, convolution by a method of its choice, weights transformed beforehand",
            .threading = "its scheduler"},
           &prepare_acl}};
}

}  // namespace cachebound::operators::conv2d
