// SPDX-License-Identifier: Apache-2.0
// A GEMM that is one call on the operands: the definition, and what libraries offer. Whatever the call needs - a plan,
// a packed matrix - it owns. A call of a library has enter() where something must be set before a stretch of calls, and
// activations() where it does not work on the operands themselves.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

template <typename T, typename Call>
class OneCallGemm final : public Prepared {
 public:
  OneCallGemm(GemmOperandsOf<T> operands, Isa isa, std::string implementation, Call call)
      : operands_(std::move(operands)), isa_(isa), implementation_(std::move(implementation)), call_(std::move(call)) {}

  void run() override { call_(operands_); }
  Status enter() override {
    if constexpr (requires(Call & call, GemmOperandsOf<T> & operands) { call.enter(operands); })
      return call_.enter(operands_);
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    if constexpr (requires(const Call& call) { call.activations(); })
      return {call_.activations(), std::as_bytes(operands_.c.values())};
    return gemm::activations(operands_);
  }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return isa_; }
  [[nodiscard]] std::string implementation() const override { return implementation_; }

 private:
  GemmOperandsOf<T> operands_;
  Isa isa_;
  std::string implementation_;
  Call call_;
};

/// `call` takes the operands by reference. They keep their place in memory, so that a plan may hold their addresses.
template <typename T, typename Call>
PreparedResult one_call_gemm(GemmOperandsOf<T> operands, Isa isa, std::string implementation, Call call) {
  return std::unique_ptr<Prepared>(
      std::make_unique<OneCallGemm<T, Call>>(std::move(operands), isa, std::move(implementation), std::move(call)));
}

}  // namespace cachebound::operators::gemm
