// SPDX-License-Identifier: Apache-2.0
// XNNPACK's 2-d convolution, which knows NHWC alone. It packs the weights when the operator is created, and takes its
// depthwise kernels by itself where each group has one channel.
#include <fmt/format.h>
#include <xnnpack.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "operators/conv2d/libraries.hpp"
#include "operators/conv2d/one_call_conv.hpp"
#include "operators/element_type.hpp"
#include "operators/libraries/library_team.hpp"
#include "operators/libraries/xnnpack_facts.hpp"

namespace cachebound::operators::conv2d {
namespace {

template <typename T>
struct Convolve {
  Buffer<T> input;    ///< XNNPACK may read up to XNN_EXTRA_BYTES beyond its input
  ThreadPool pool;    ///< none: the calling thread
  XnnpackOperator op;
  std::vector<int> cpus;

  Status enter() const { return place_library_threads(cpus); }
  [[nodiscard]] std::span<const std::byte> activations() const { return std::as_bytes(input.values()); }
  void operator()() const { xnn_run_operator(op.get(), pool.get()); }
};

/// [O][KH][KW][C/G] from [O][C/G][KH][KW].
template <typename T>
std::vector<T> channels_last(const ConvShape& s, const T* weights) {
  const std::ptrdiff_t taps = std::ptrdiff_t{s.kernel.h} * s.kernel.w;
  const std::ptrdiff_t channels = s.c / s.groups;
  std::vector<T> turned(weight_elements(s));
  T* to = turned.data();
  for (int o = 0; o < s.o; ++o, weights += taps * channels) {
    for (std::ptrdiff_t tap = 0; tap < taps; ++tap) {
      for (std::ptrdiff_t c = 0; c < channels; ++c) *to++ = weights[c * taps + tap];
    }
  }
  return turned;
}

/// XNNPACK's functions for a type.
template <typename T>
constexpr auto create_convolution = &xnn_create_convolution2d_nhwc_f32;
template <>
constexpr auto create_convolution<Half> = &xnn_create_convolution2d_nhwc_f16;
template <typename T>
constexpr auto setup_convolution = &xnn_setup_convolution2d_nhwc_f32;
template <>
constexpr auto setup_convolution<Half> = &xnn_setup_convolution2d_nhwc_f16;

template <typename T>
xnn_status create(const ConvShape& s, const T* weights, xnn_operator_t* created) {
  const auto u = [](int value) { return static_cast<std::uint32_t>(value); };
  constexpr float unbounded = std::numeric_limits<float>::infinity();
  return create_convolution<T>(u(s.pad.h), u(s.pad.w), u(s.pad.h), u(s.pad.w), u(s.kernel.h), u(s.kernel.w),
                               u(s.stride.h), u(s.stride.w), u(s.dilation.h), u(s.dilation.w), u(s.groups),
                               u(s.c / s.groups), u(s.o / s.groups), u(s.c), u(s.o), weights, nullptr, -unbounded,
                               unbounded, 0, created);
}

template <typename T>
PreparedResult prepare_xnnpack(ConvOperandsOf<T> operands, const TargetCore& core) {
  const ConvShape& s = operands.shape;
  if (s.layout != Layout::nhwc) return Error{Reason::not_applicable, "XNNPACK's convolution takes NHWC alone"};
  auto input = Buffer<T>::allocate(input_elements(s) + XNN_EXTRA_BYTES / sizeof(T), operand_colours);
  if (!input) return input.error();
  std::ranges::copy(operands.input.values(), input->data());
  xnn_operator_t created = nullptr;
  xnn_status status = create<T>(s, channels_last(s, operands.weights.data()).data(), &created);
  if (status != xnn_status_success) return xnnpack_refusal(status, "has no such convolution");
  XnnpackOperator op(created);
  auto pool = xnnpack_pool(core.cpus);
  if (!pool) return pool.error();
  Convolve<T> convolve{
      .input = std::move(input).value(), .pool = std::move(pool).value(), .op = std::move(op), .cpus = core.cpus};
  status = setup_convolution<T>(created, static_cast<std::size_t>(s.n), static_cast<std::size_t>(s.in.h),
                                static_cast<std::size_t>(s.in.w), convolve.input.data(), operands.output.data(),
                                convolve.pool.get());
  if (status != xnn_status_success) return xnnpack_refusal(status, "its convolution takes no such input");
  CallFacts facts{.isa = xnnpack_isa(core, ElementType<T>::dtype), .implementation = {}};
  facts.implementation =
      fmt::format("XNNPACK, convolution, weights packed beforehand; does not name its kernels, {} by its own rule",
                  to_string(facts.isa));
  return one_call_conv(std::move(operands), std::move(facts), std::move(convolve));
}

}  // namespace

std::vector<ConvBackend> xnnpack_backends(const TargetCore& core) {
  return {{{.name = "xnnpack",
            .unavailable = xnnpack_initialised(),
            .isa = xnnpack_isa(core),
            .summary = "XNNPACK, convolution of NHWC, weights packed beforehand",
            .dtypes = {DType::f32, DType::f16},
            .threading = "pthreadpool"},
           &prepare_xnnpack<float>,
           {},
           &prepare_xnnpack<Half>}};
}

}  // namespace cachebound::operators::conv2d
