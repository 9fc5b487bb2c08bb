// SPDX-License-Identifier: Apache-2.0
// Arm Compute Library's convolution, which chooses between GEMM, direct, Winograd and FFT by itself, and its depthwise
// one. The weights are transformed beforehand.
#include <fmt/format.h>

#include <memory>
#include <utility>
#include <vector>

#include "operators/conv2d/libraries.hpp"
#include "operators/conv2d/one_call_conv.hpp"
#include "operators/conv2d/winograd_bound.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/libraries/acl_bridge.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

struct Convolve {
  std::vector<float> weights;  ///< of NHWC, channels last; before the function, which reads them
  std::unique_ptr<acl::Function> function;
  std::vector<int> cpus;

  Status enter() const {
    return enter_library(cpus, gemm::use_acl_threads, [this] { function->run(); });
  }
  void operator()() const { function->run(); }
};

/// [O][KH][KW][C], or of a depthwise convolution [KH][KW][O], from [O][C/G][KH][KW].
std::vector<float> channels_last(const ConvShape& s, bool depthwise, const float* from) {
  std::vector<float> turned(weight_elements(s));
  const std::ptrdiff_t taps = std::ptrdiff_t{s.kernel.h} * s.kernel.w;
  const std::ptrdiff_t channels = s.c / s.groups;
  for (int o = 0; o < s.o; ++o) {
    for (std::ptrdiff_t c = 0; c < channels; ++c) {
      for (std::ptrdiff_t tap = 0; tap < taps; ++tap)
        turned[static_cast<std::size_t>(depthwise ? tap * s.o + o : (o * taps + tap) * channels + c)] = *from++;
    }
  }
  return turned;
}

acl::ConvDims dims_of(const ConvShape& s, bool depthwise) {
  const Pair out = output_size(s);
  return {.nhwc = s.layout == Layout::nhwc,
          .depthwise = depthwise,
          .images = s.n,
          .channels = s.c,
          .height = s.in.h,
          .width = s.in.w,
          .outputs = s.o,
          .out_height = out.h,
          .out_width = out.w,
          .kernel_height = s.kernel.h,
          .kernel_width = s.kernel.w,
          .stride_y = s.stride.h,
          .stride_x = s.stride.w,
          .pad_y = s.pad.h,
          .pad_x = s.pad.w,
          .dilation_y = s.dilation.h,
          .dilation_x = s.dilation.w};
}

PreparedResult prepare_acl(ConvOperands operands, const TargetCore& core) {
  const ConvShape& s = operands.shape;
  const bool depthwise = s.groups == s.c && s.groups > 1;
  if (s.groups > 1 && !depthwise) return Error{Reason::not_applicable, "Arm Compute Library has no groups"};
  if (Status refused = gemm::use_acl_threads(core.threads())) return *refused;
  Convolve convolve{.weights = {}, .function = nullptr, .cpus = core.cpus};
  float* weights = operands.weights.data();
  if (s.layout == Layout::nhwc) {
    convolve.weights = channels_last(s, depthwise, operands.weights.data());
    weights = convolve.weights.data();
  }
  acl::Made made = acl::make_conv(dims_of(s, depthwise), operands.input.data(), weights, operands.output.data());
  if (made.function == nullptr) return Error{Reason::not_applicable, "Arm Compute Library refuses: " + made.refusal};
  convolve.function = std::move(made.function);
  CallFacts facts{.isa = gemm::widest_isa(core),
                  .implementation =
                      fmt::format("{}; convolution by {}, weights transformed beforehand", acl::version(), made.method),
                  .fewer_operations = made.fewer_operations};
  if (made.fewer_operations)  // F(4 x 4, 3 x 3) at the most; it does not say in how many blocks it sums the channels
    facts.error_bound = winograd_error_bound(4, s, s.c, operands.input.data(), operands.weights.data());
  return one_call_conv(std::move(operands), std::move(facts), std::move(convolve));
}

}  // namespace

std::vector<ConvBackend> acl_backends(const TargetCore& core) {
  std::vector<ConvBackend> all;
  all.push_back(
      {{.name = "acl",
        .unavailable = gemm::lacking(Isa::neon, core),
        .isa = gemm::widest_isa(core),
        .summary = "Arm Compute Library, convolution by a method of its choice, weights transformed beforehand",
        .threading = "its scheduler"},
       &prepare_acl});
  return all;
}

}  // namespace cachebound::operators::conv2d
