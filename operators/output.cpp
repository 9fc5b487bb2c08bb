// SPDX-License-Identifier: Apache-2.0
#include "operators/output.hpp"

#include <algorithm>
#include <limits>

namespace cachebound::operators {
namespace {

template <typename T>
void poison_all(std::span<T> values) {
  using Limits = std::numeric_limits<T>;
  std::ranges::fill(values, Limits::has_quiet_NaN ? Limits::quiet_NaN() : Limits::min());
}

}  // namespace

std::size_t size(const Output& output) {
  return std::visit([](auto values) { return values.size(); }, output);
}

void poison(const Output& output) {
  std::visit([](auto values) { poison_all(values); }, output);
}

double element(const Output& output, std::size_t index) {
  return std::visit([index](auto values) { return static_cast<double>(values[index]); }, output);
}

}  // namespace cachebound::operators
