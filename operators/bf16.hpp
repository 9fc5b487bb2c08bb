// SPDX-License-Identifier: Apache-2.0
// bfloat16, as it lies in memory: the upper half of an f32. Its products are exact in f32 and are summed there, by every
// instruction that has them (BFDOT, BFMMLA, VDPBF16PS, TDPBF16PS): results are f32, unless somebody rounds them again.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace cachebound::operators {

struct Bf16 {
  std::uint16_t bits = 0;

  Bf16() = default;
  /// To the nearest, of two as near to the even one; beyond the largest to infinity.
  explicit Bf16(float value) : bits(round(value)) {}
  explicit operator float() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U); }
  explicit operator double() const { return static_cast<double>(static_cast<float>(*this)); }

 private:
  static std::uint16_t round(float value) {
    const auto all = std::bit_cast<std::uint32_t>(value);
    // A NaN stays one, also where all that makes it one lies below.
    if ((all & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>((all >> 16U) | 0x40U);
    const std::uint32_t odd = (all >> 16U) & 1U;
    return static_cast<std::uint16_t>((all + 0x7fffU + odd) >> 16U);
  }
};
static_assert(sizeof(Bf16) == 2);

/// The type in which products of T are summed and stored.
template <typename T>
using ResultOf = std::conditional_t<std::is_same_v<T, Bf16>, float, T>;

/// Panels that are packed for a product are padded with zeros to a multiple of this in depth: of bf16 to fours, which one
/// BFMMLA takes, whether or not the instruction in use takes as many, so that the type alone says what is moved.
template <typename T>
inline constexpr int depth_multiple = std::is_same_v<T, Bf16> ? 4 : 1;

template <typename T>
constexpr int padded_depth(int depth) {
  return (depth + depth_multiple<T> - 1) / depth_multiple<T> * depth_multiple<T>;
}

}  // namespace cachebound::operators
