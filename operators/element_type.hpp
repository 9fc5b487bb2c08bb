// SPDX-License-Identifier: Apache-2.0
// What the code that is written for several types of element asks of one.
#pragma once

#include <limits>

#include "microbench/measurement.hpp"
#include "operators/bf16.hpp"
#include "operators/half.hpp"

namespace cachebound::operators {

template <typename T>
struct ElementType {
  /// Sums of products of operands (fill.hpp) are not rounded up to this magnitude; 0: they are.
  static constexpr double exact_sum = 0.0;
  static constexpr DType dtype = sizeof(T) == sizeof(double) ? DType::f64 : DType::f32;
  static constexpr double unit_roundoff = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2.0;
  static constexpr double least_normal = static_cast<double>(std::numeric_limits<T>::min());
  static T nan() { return std::numeric_limits<T>::quiet_NaN(); }
};

template <>
struct ElementType<Half> {
  static constexpr double exact_sum = 0x1p11;  ///< products are 1 or -1, and its fraction has 11 bits
  static constexpr DType dtype = DType::f16;
  static constexpr double unit_roundoff = 0x1p-11;
  static constexpr double least_normal = 0x1p-14;
  static Half nan() {
    Half value;
    value.bits = 0x7e00U;
    return value;
  }
};

/// Of operands alone: results are f32 (ResultOf).
template <>
struct ElementType<Bf16> {
  static constexpr double exact_sum = 0x1p10;  ///< products are multiples of 2^-14, and a sum's fraction has 24 bits
  static constexpr DType dtype = DType::bf16;
  /// Of its sums. Arm's instructions round them to odd, which is off by less than a whole last place (fill.hpp).
  static constexpr double unit_roundoff = 0x1p-23;
  static constexpr double least_normal = 0x1p-126;
};

/// Bytes of an element; of those types alone that operators have.
constexpr std::size_t bytes_of(DType dtype) {
  if (dtype == DType::f16 || dtype == DType::bf16) return sizeof(Half);
  return dtype == DType::f64 ? sizeof(double) : sizeof(float);
}

/// Of an element of the result.
constexpr std::size_t result_bytes_of(DType dtype) { return dtype == DType::bf16 ? sizeof(float) : bytes_of(dtype); }

}  // namespace cachebound::operators
