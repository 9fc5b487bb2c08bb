// SPDX-License-Identifier: Apache-2.0
#include "operators/fill.hpp"

namespace cachebound::operators {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): every seed gives a full-period stream of its own.
std::uint64_t next(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace

void fill_uniform(std::span<float> values, std::uint64_t seed) {
  // 23 random bits r; (2r + 1 - 2^23) / 2^23 is odd / 2^23, hence exact in f32 and never 0.
  for (float& value : values) {
    const auto bits = static_cast<std::int32_t>(next(seed) >> 41U);  // 23 bits
    value = static_cast<float>(2 * bits + 1 - (1 << 23)) * (1.0F / static_cast<float>(1 << 23));
  }
}

void fill_uniform(std::span<double> values, std::uint64_t seed) {
  // 26 random bits r; (2r + 1 - 2^26) / 2^26 is odd / 2^26, with at most 26 bits before its sign.
  for (double& value : values) {
    const auto bits = static_cast<std::int32_t>(next(seed) >> 38U);  // 26 bits
    value = static_cast<double>(2 * bits + 1 - (1 << 26)) / static_cast<double>(1 << 26);
  }
}

void fill_uniform(std::span<Half> values, std::uint64_t seed) {
  for (Half& value : values) value = Half((next(seed) >> 63U) != 0 ? 1.0F : -1.0F);
}

void fill_uniform(std::span<Bf16> values, std::uint64_t seed) {
  for (Bf16& value : values) {
    const auto bits = static_cast<std::int32_t>(next(seed) >> 57U);  // 7 bits
    value = Bf16(static_cast<float>(2 * bits + 1 - (1 << 7)) * 0x1p-7F);
  }
}

}  // namespace cachebound::operators
