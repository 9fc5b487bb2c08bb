// SPDX-License-Identifier: Apache-2.0
// Compiled as C++17.
#include "operators/libraries/acl_bridge.hpp"

#include <arm_compute/core/TensorInfo.h>
#include <arm_compute/core/Version.h>
#include <arm_compute/runtime/NEON/functions/NEConvolutionLayer.h>
#include <arm_compute/runtime/NEON/functions/NEDepthwiseConvolutionLayer.h>
#include <arm_compute/runtime/NEON/functions/NEGEMM.h>
#include <arm_compute/runtime/Scheduler.h>
#include <arm_compute/runtime/Tensor.h>

#include <utility>

namespace cachebound::operators::acl {
namespace {

using arm_compute::ActivationLayerInfo;
using arm_compute::ConvolutionMethod;
using arm_compute::PadStrideInfo;
using arm_compute::Size2D;
using arm_compute::Tensor;
using arm_compute::TensorInfo;
using arm_compute::TensorShape;
using arm_compute::WeightsInfo;

std::size_t u(int value) { return static_cast<std::size_t>(value); }
unsigned v(int value) { return static_cast<unsigned>(value); }

Made refused(std::string why) { return {nullptr, std::move(why), {}, false}; }

/// Its function keeps the addresses of the tensors.
template <typename Layer>
struct Planned final : Function {
  Tensor first, second, result;
  Layer layer;
  void run() override { layer.run(); }

  /// Why their memory cannot be ours; empty: it is.
  std::string take(float* a, float* b, float* c) {
    const std::pair<Tensor*, float*> all[] = {{&first, a}, {&second, b}, {&result, c}};
    for (const auto& each : all) {
      if (each.first->info()->has_padding()) return "it wants a padded tensor for this problem";
      const auto taken = each.first->allocator()->import_memory(each.second);
      if (!taken) return taken.error_description();
    }
    layer.prepare();
    return {};
  }
};

/// The first dimension is the one that lies together.
TensorInfo tensor(bool nhwc, int outer, int channels, int height, int width) {
  const TensorShape shape = nhwc ? TensorShape(u(channels), u(width), u(height), u(outer))
                                 : TensorShape(u(width), u(height), u(channels), u(outer));
  return {shape, 1, arm_compute::DataType::F32,
          nhwc ? arm_compute::DataLayout::NHWC : arm_compute::DataLayout::NCHW};
}

const char* name_of(ConvolutionMethod method) {
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

template <typename Layer>
std::unique_ptr<Planned<Layer>> planned(const ConvDims& d) {
  auto plan = std::make_unique<Planned<Layer>>();
  plan->first.allocator()->init(tensor(d.nhwc, d.images, d.channels, d.height, d.width));
  plan->second.allocator()->init(d.depthwise ? tensor(d.nhwc, 1, d.outputs, d.kernel_height, d.kernel_width)
                                             : tensor(d.nhwc, d.outputs, d.channels, d.kernel_height, d.kernel_width));
  plan->result.allocator()->init(tensor(d.nhwc, d.images, d.outputs, d.out_height, d.out_width));
  return plan;
}

}  // namespace

std::string version() {
  // "arm_compute_version=v20.08 Build options: ..."
  std::string text = arm_compute::build_information();
  text = text.substr(0, text.find(' '));
  const auto at = text.find("=v");
  return "Arm Compute Library " + (at == std::string::npos ? text : text.substr(at + 2));
}

int use_threads(int threads) {
  arm_compute::IScheduler& scheduler = arm_compute::Scheduler::get();
  if (scheduler.num_threads() != v(threads)) scheduler.set_num_threads(v(threads));
  return static_cast<int>(scheduler.num_threads());
}

Made make_gemm(int m, int n, int k, float* a, float* b, float* c) {
  using Layer = arm_compute::NEGEMM;
  const arm_compute::GEMMInfo b_packed_once(false, false, true);
  const auto matrix = [](int rows, int columns) {
    return TensorInfo(TensorShape(u(columns), u(rows)), 1, arm_compute::DataType::F32);
  };
  auto plan = std::make_unique<Planned<Layer>>();
  plan->first.allocator()->init(matrix(m, k));
  plan->second.allocator()->init(matrix(k, n));
  plan->result.allocator()->init(matrix(m, n));
  const auto valid =
      Layer::validate(plan->first.info(), plan->second.info(), nullptr, plan->result.info(), 1.0F, 0.0F, b_packed_once);
  if (!valid) return refused(valid.error_description());
  plan->layer.configure(&plan->first, &plan->second, nullptr, &plan->result, 1.0F, 0.0F, b_packed_once);
  std::string why = plan->take(a, b, c);
  if (!why.empty()) return refused(std::move(why));
  return {std::move(plan), {}, "NEGEMM", false};
}

Made make_conv(const ConvDims& d, float* input, float* weights, float* output) {
  const PadStrideInfo pads(v(d.stride_x), v(d.stride_y), v(d.pad_x), v(d.pad_y));
  const Size2D dilation(u(d.dilation_x), u(d.dilation_y));
  if (d.depthwise) {
    using Layer = arm_compute::NEDepthwiseConvolutionLayer;
    auto plan = planned<Layer>(d);
    const unsigned multiplier = v(d.outputs / d.channels);
    const auto valid = Layer::validate(plan->first.info(), plan->second.info(), nullptr, plan->result.info(), pads,
                                       multiplier, ActivationLayerInfo(), dilation);
    if (!valid) return refused(valid.error_description());
    plan->layer.configure(&plan->first, &plan->second, nullptr, &plan->result, pads, multiplier, ActivationLayerInfo(),
                          dilation);
    std::string why = plan->take(input, weights, output);
    if (!why.empty()) return refused(std::move(why));
    return {std::move(plan), {}, "depthwise", false};
  }
  using Layer = arm_compute::NEConvolutionLayer;
  auto plan = planned<Layer>(d);
  const auto valid = Layer::validate(plan->first.info(), plan->second.info(), nullptr, plan->result.info(), pads,
                                     WeightsInfo(), dilation);
  if (!valid) return refused(valid.error_description());
  const ConvolutionMethod method = Layer::get_convolution_method(plan->first.info(), plan->second.info(),
                                                                 plan->result.info(), pads, WeightsInfo(), dilation);
  plan->layer.configure(&plan->first, &plan->second, nullptr, &plan->result, pads, WeightsInfo(), dilation);
  std::string why = plan->take(input, weights, output);
  if (!why.empty()) return refused(std::move(why));
  const bool fewer = method == ConvolutionMethod::WINOGRAD || method == ConvolutionMethod::FFT;
  return {std::move(plan), {}, name_of(method), fewer};
}

}  // namespace cachebound::operators::acl
