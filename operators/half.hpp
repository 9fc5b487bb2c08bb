// SPDX-License-Identifier: Apache-2.0
// IEEE 754 binary16, as it lies in memory. Kernels compute with the type of their own compiler's vectors; all others
// convert: what they do with single elements is not timed, but for the definition and for partial tiles.
#pragma once

#include <bit>
#include <cstdint>

namespace cachebound::operators {

struct Half {
  std::uint16_t bits = 0;

  Half() = default;
  /// To the nearest, of two as near to the even one; beyond 65504 and its rounding to infinity.
  explicit Half(float value) : bits(round(value)) {}
  explicit operator float() const;
  explicit operator double() const { return static_cast<double>(static_cast<float>(*this)); }

  friend Half operator+(Half x, Half y) { return Half(static_cast<float>(x) + static_cast<float>(y)); }
  friend Half operator*(Half x, Half y) { return Half(static_cast<float>(x) * static_cast<float>(y)); }
  Half& operator+=(Half other) { return *this = *this + other; }

 private:
  static std::uint16_t round(float value);
};
static_assert(sizeof(Half) == 2);

// Arm converts in one instruction of its base set (A64); elsewhere it is done by hand.
#if defined(__aarch64__)
inline Half::operator float() const { return static_cast<float>(std::bit_cast<__fp16>(bits)); }
inline std::uint16_t Half::round(float value) { return std::bit_cast<std::uint16_t>(static_cast<__fp16>(value)); }
#else
inline Half::operator float() const {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16U;
  const std::uint32_t exponent = (bits >> 10U) & 0x1fU;
  const std::uint32_t fraction = bits & 0x3ffU;
  if (exponent == 0) {  // zero, or denormal: a multiple of 2^-24
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t rebased = exponent == 0x1fU ? 0xffU : exponent + 127 - 15;
  return std::bit_cast<float>(sign | (rebased << 23U) | (fraction << 13U));
}

inline std::uint16_t Half::round(float value) {
  const auto all = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((all >> 16U) & 0x8000U);
  const std::uint32_t magnitude = all & 0x7fffffffU;
  if (magnitude > 0x7f800000U) return static_cast<std::uint16_t>(sign | 0x7e00U);   // NaN
  if (magnitude >= 0x477ff000U) return static_cast<std::uint16_t>(sign | 0x7c00U);  // 65520 and beyond
  if (magnitude < 0x38800000U) {                                                    // below 2^-14: denormal
    // Added to 0.5, whose last place is 2^-24, the hardware rounds it there, to even.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
    return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3f000000U));
  }
  const std::uint32_t odd = (magnitude >> 13U) & 1U;
  const std::uint32_t rounded = magnitude + 0xfffU + odd;
  return static_cast<std::uint16_t>(sign | ((rounded >> 13U) - ((127U - 15U) << 10U)));
}
#endif

}  // namespace cachebound::operators
