// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/gemm_operands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace cachebound::operators::gemm {
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

void fill_a(std::span<float> values, std::uint64_t seed) { fill_uniform(values, seed); }
void fill_b(std::span<float> values, std::uint64_t seed) { fill_uniform(values, ~seed); }

Result<GemmOperands> make_operands(const GemmShape& shape, std::uint64_t seed) {
  const Traffic each_once = compulsory_traffic(shape, Level::dram);
  if (Status refused = fits_memory(each_once.read.value + each_once.written.value)) {
    refused->detail = fmt::format("GEMM {}: {}", to_string(shape), refused->detail);
    return *refused;
  }
  auto a = FloatBuffer::allocate(elements(shape.m, shape.k), 0);
  if (!a) return a.error();
  auto b = FloatBuffer::allocate(elements(shape.k, shape.n), 1);
  if (!b) return b.error();
  auto c = FloatBuffer::allocate(elements(shape.m, shape.n), 2);
  if (!c) return c.error();
  fill_a(a->values(), seed);
  fill_b(b->values(), seed);
  std::ranges::fill(c->values(), std::numeric_limits<float>::quiet_NaN());
  return GemmOperands{shape, std::move(a).value(), std::move(b).value(), std::move(c).value()};
}

}  // namespace cachebound::operators::gemm
