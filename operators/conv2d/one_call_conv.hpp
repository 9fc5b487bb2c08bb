// SPDX-License-Identifier: Apache-2.0
// A convolution that is one call on the operands, as libraries offer it. Whatever the call needs - a plan, packed
// weights - it owns. A call with a member pack() puts its input into another layout each time; that can be run alone.
// One with enter() must set something before a stretch of calls; one with activations() has an input of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

struct CallFacts {
  Isa isa = Isa::scalar;
  std::string implementation;  ///< what the library says of itself
  bool fewer_operations = false;
  std::optional<double> error_bound{};
};

template <typename T, typename Call>
class OneCallConv final : public Prepared {
 public:
  OneCallConv(ConvOperandsOf<T> operands, CallFacts facts, Call call)
      : operands_(std::move(operands)), facts_(std::move(facts)), call_(std::move(call)) {}

  void run() override { call_(); }
  Status enter() override {
    if constexpr (requires(Call & call) { call.enter(); }) return call_.enter();
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    if constexpr (requires(const Call& call) { call.activations(); })
      return {call_.activations(), std::as_bytes(operands_.output.values())};
    return conv2d::activations(operands_);
  }
  [[nodiscard]] bool has_packing() const override {
    return requires(Call & call) { call.pack(); };
  }
  void run_packing() override {
    if constexpr (requires(Call & call) { call.pack(); }) call_.pack();
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] bool fewer_operations() const override { return facts_.fewer_operations; }
  [[nodiscard]] std::optional<double> error_bound() const override { return facts_.error_bound; }
  [[nodiscard]] Isa isa() const override { return facts_.isa; }
  [[nodiscard]] std::string implementation() const override { return facts_.implementation; }

 private:
  ConvOperandsOf<T> operands_;
  CallFacts facts_;
  Call call_;
};

/// The operands keep their place in memory, so that `call` may hold their addresses.
template <typename T, typename Call>
PreparedResult one_call_conv(ConvOperandsOf<T> operands, CallFacts facts, Call call) {
  return std::unique_ptr<Prepared>(
      std::make_unique<OneCallConv<T, Call>>(std::move(operands), std::move(facts), std::move(call)));
}

}  // namespace cachebound::operators::conv2d
