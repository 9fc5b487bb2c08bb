// SPDX-License-Identifier: Apache-2.0
#include "operators/output.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "operators/element_type.hpp"

namespace cachebound::operators {
namespace {

template <typename T>
void poison_all(std::span<T> values) {
  if constexpr (std::is_integral_v<T>) {
    std::ranges::fill(values, std::numeric_limits<T>::min());
  } else {
    std::ranges::fill(values, ElementType<T>::nan());
  }
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
