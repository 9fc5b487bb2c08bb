// SPDX-License-Identifier: Apache-2.0
// The result of an operator, typed by its element: float, double, f16, or 32-bit integers, the sums of 8-bit products.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "operators/half.hpp"

namespace cachebound::operators {

using Output = std::variant<std::span<float>, std::span<double>, std::span<Half>, std::span<std::int32_t>>;

std::size_t size(const Output& output);

/// NaN, or the least integer, everywhere: an element that is never written afterwards does not pass for a result.
void poison(const Output& output);

/// `index` in double, which holds every element of every type exactly.
double element(const Output& output, std::size_t index);

}  // namespace cachebound::operators
