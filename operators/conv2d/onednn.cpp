// SPDX-License-Identifier: Apache-2.0
// oneDNN's convolution primitive, in two forms. "onednn" computes on the caller's tensors; "onednn-any" lets oneDNN
// choose their layouts (blocks of channels), and puts input and output into them and out of them in every call, as a
// caller with plain tensors would have to; the former is its packing, which is timed apart too. In both, oneDNN chooses
// the layout of the weights, which are reordered beforehand. It says which of its implementations it took: on an Arm
// core without 512-bit SVE reference code, unless it was built over Arm's own library.
#include <fmt/format.h>
#include <dnnl.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "operators/conv2d/libraries.hpp"
#include "operators/conv2d/one_call_conv.hpp"
#include "operators/conv2d/winograd_bound.hpp"
#include "operators/element_type.hpp"
#include "operators/libraries/library_team.hpp"
#include "operators/libraries/onednn_facts.hpp"

namespace cachebound::operators::conv2d {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

/// Of operands of type T and of results, which are f32 of bf16 too.
template <typename T>
constexpr auto type_of = memory::data_type::f32;
template <>
constexpr auto type_of<Bf16> = memory::data_type::bf16;

/// The tensors as the caller has them.
struct Plain {
  memory::desc input, weights, output;
};

memory::dims output_dims(const ConvShape& s) {
  const Pair out = output_size(s);
  return {s.n, s.o, out.h, out.w};
}

memory::dims weight_dims(const ConvShape& s) {
  if (s.groups == 1) return {s.o, s.c, s.kernel.h, s.kernel.w};
  return {s.groups, s.o / s.groups, s.c / s.groups, s.kernel.h, s.kernel.w};
}

template <typename T>
Plain plain_tensors(const ConvShape& s) {
  const Tag tag = s.layout == Layout::nchw ? Tag::nchw : Tag::nhwc;
  return {.input = {{s.n, s.c, s.in.h, s.in.w}, type_of<T>, tag},
          .weights = {weight_dims(s), type_of<T>, s.groups == 1 ? Tag::oihw : Tag::goihw},
          .output = {output_dims(s), type_of<ResultOf<T>>, tag}};
}

template <typename T>
dnnl::convolution_forward::primitive_desc describe(const ConvShape& s, bool any_layout, const dnnl::engine& engine) {
  const Plain plain = plain_tensors<T>(s);
  const memory::desc any_weights{plain.weights.dims(), type_of<T>, Tag::any};
  const memory::desc input = any_layout ? memory::desc{plain.input.dims(), type_of<T>, Tag::any} : plain.input;
  const memory::desc output =
      any_layout ? memory::desc{plain.output.dims(), type_of<ResultOf<T>>, Tag::any} : plain.output;
  const memory::dims stride{s.stride.h, s.stride.w};
  const memory::dims dilation{s.dilation.h - 1, s.dilation.w - 1};  // oneDNN counts what lies between
  const memory::dims pad{s.pad.h, s.pad.w};
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto algorithm = dnnl::algorithm::convolution_auto;
#if DNNL_VERSION_MAJOR >= 3
  return {engine, kind, algorithm, input, any_weights, output, stride, dilation, pad, pad};
#else
  return {{kind, algorithm, input, any_weights, output, stride, dilation, pad, pad}, engine};
#endif
}

/// Another layout of one tensor, and the primitive that brings it there. None where it is the caller's.
struct Reordered {
  memory plain;
  memory chosen;
  dnnl::reorder reorder;
  bool needed = false;
};

/// `to_chosen`: from the caller's layout, otherwise back into it.
Reordered reordered(const memory& plain, const memory::desc& chosen, const dnnl::engine& engine, bool to_chosen) {
  if (plain.get_desc() == chosen) return {plain, plain, {}, false};
  Reordered result{plain, memory(chosen, engine), {}, true};
  result.reorder = to_chosen ? dnnl::reorder(plain, result.chosen) : dnnl::reorder(result.chosen, plain);
  return result;
}

struct Convolve {
  dnnl::stream stream;
  dnnl::convolution_forward primitive;
  Reordered input;
  Reordered output;
  memory weights;
  std::unordered_map<int, memory> arguments{};
  std::vector<int> cpus{};

  Status enter() {
    return enter_library(cpus, onednn_use_threads, [this] { (*this)(); });
  }
  void reorder_input() {
    if (input.needed) input.reorder.execute(stream, input.plain, input.chosen);
  }
  void operator()() {
    reorder_input();
    primitive.execute(stream, arguments);
    if (output.needed) output.reorder.execute(stream, output.chosen, output.plain);
    stream.wait();
  }
};

/// One whose caller's layouts are not oneDNN's.
struct ReorderAndConvolve : Convolve {
  void pack() {
    reorder_input();
    stream.wait();
  }
};

template <typename T>
PreparedResult prepare_onednn(ConvOperandsOf<T> operands, bool any_layout, const TargetCore& core) {
  if (Status refused = onednn_use_threads(core.threads())) return *refused;
  try {
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    const auto description = describe<T>(operands.shape, any_layout, engine);
    const Plain plain = plain_tensors<T>(operands.shape);
    Convolve convolve{
        .stream = dnnl::stream(engine),
        .primitive = dnnl::convolution_forward(description),
        .input = reordered({plain.input, engine, operands.input.data()}, description.src_desc(), engine, true),
        .output = reordered({plain.output, engine, operands.output.data()}, description.dst_desc(), engine, false),
        .weights = {}};
    Reordered weights =
        reordered({plain.weights, engine, operands.weights.data()}, description.weights_desc(), engine, true);
    if (weights.needed) weights.reorder.execute(convolve.stream, weights.plain, weights.chosen);
    convolve.stream.wait();
    convolve.weights = weights.chosen;
    convolve.arguments = {{DNNL_ARG_SRC, convolve.input.chosen},
                          {DNNL_ARG_WEIGHTS, convolve.weights},
                          {DNNL_ARG_DST, convolve.output.chosen}};
    convolve.cpus = core.cpus;
    const std::string name = description.impl_info_str();
    const bool winograd = name.find("wino") != std::string::npos;
    CallFacts facts{
        .isa = onednn_isa(name, core, ElementType<T>::dtype),
        .implementation = fmt::format(
            "{}; convolution {}, weights reordered beforehand{}{}", onednn_version(), name,
            convolve.input.needed || convolve.output.needed ? ", its own layouts of tensors" : "", onednn_allowed()),
        .fewer_operations = winograd};  // its tiles are ours: 4 x 4
    if (winograd) {                     // F(4 x 4, 3 x 3); it does not say in how many blocks it sums the channels
      if constexpr (std::is_same_v<T, float>) {
        facts.error_bound =
            winograd_error_bound(4, operands.shape, operands.shape.c, operands.input.data(), operands.weights.data());
      }
    }
    if (convolve.input.needed)
      return one_call_conv(std::move(operands), std::move(facts), ReorderAndConvolve{std::move(convolve)});
    return one_call_conv(std::move(operands), std::move(facts), std::move(convolve));
  } catch (const dnnl::error& error) {
    if constexpr (std::is_same_v<T, Bf16>) {
      if (const Status refused = onednn_without_bf16()) return *refused;
    }
    return Error{Reason::not_applicable, fmt::format("oneDNN refuses this convolution: {}", error.what())};
  }
}

ConvBackend entry(std::string_view name, bool any_layout, std::string_view summary, const TargetCore& core) {
  return {{.name = std::string(name),
           .unavailable = std::nullopt,
           .isa = onednn_isa("", core),
           .summary = fmt::format("oneDNN, convolution, {}{}", summary, onednn_allowed()),
           .dtypes = {DType::f32, DType::bf16},
           .threading = "OpenMP"},
          [any_layout](ConvOperands operands, const TargetCore& target) {
            return prepare_onednn(std::move(operands), any_layout, target);
          },
          {},
          {},
          [any_layout](ConvOperandsOf<Bf16> operands, const TargetCore& target) {
            return prepare_onednn(std::move(operands), any_layout, target);
          }};
}

}  // namespace

std::vector<ConvBackend> onednn_backends(const TargetCore& core) {
  return {entry("onednn", false, "on the caller's layouts", core),
          entry("onednn-any", true, "in layouts of its choice, reordered in every call", core)};
}

}  // namespace cachebound::operators::conv2d
