// SPDX-License-Identifier: Apache-2.0
#include "operators/bf16.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch_compat.hpp"
#include "operators/fill.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/reference.hpp"
#include "operators/gemm/gemm_operands.hpp"

using cachebound::operators::Bf16;
namespace gemm = cachebound::operators::gemm;

namespace {

Bf16 of_bits(std::uint32_t bits) {
  Bf16 value;
  value.bits = static_cast<std::uint16_t>(bits);
  return value;
}

constexpr std::uint64_t seed = 7;
const gemm::GemmShape shape{.m = 5, .n = 7, .k = 33};

struct Operands {
  std::vector<Bf16> a, b;
};
Operands operands_of(const gemm::GemmShape& s) {
  Operands x{std::vector<Bf16>(gemm::elements(s.m, s.k)), std::vector<Bf16>(gemm::elements(s.k, s.n))};
  gemm::fill_a(std::span(x.a), seed);
  gemm::fill_b(std::span(x.b), seed);
  return x;
}

/// C, where each product of operands goes through `product(sum, x, y, p)`.
template <typename Product>
std::vector<float> multiplied(const gemm::GemmShape& s, const Operands& x, Product product) {
  std::vector<float> c;
  for (int i = 0; i < s.m; ++i) {
    for (int j = 0; j < s.n; ++j) {
      float sum = 0.0F;
      for (int p = 0; p < s.k; ++p) {
        const auto of_a = x.a[static_cast<std::size_t>(i * s.k + p)];
        const auto of_b = x.b[static_cast<std::size_t>(p * s.n + j)];
        sum = product(sum, static_cast<float>(of_a), static_cast<float>(of_b), p);
      }
      c.push_back(sum);
    }
  }
  return c;
}

bool passes(std::vector<float> c, const gemm::GemmShape& s) {
  return !compare(std::span(c), gemm::reference<Bf16>(s, seed)).failure;
}

}  // namespace

TEST_CASE("every bf16 is an f32, and comes back as it was", "[operators][bf16]") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits <= 0xffffU; ++bits) {
    const auto value = static_cast<float>(of_bits(bits));
    const bool nan = (bits & 0x7f80U) == 0x7f80U && (bits & 0x7fU) != 0;
    if (std::isnan(value) != nan) ++wrong;
    if (!nan && Bf16(value).bits != bits) ++wrong;
    if (nan && !std::isnan(static_cast<float>(Bf16(value)))) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("what lies between two bf16 goes to the nearer, and in the middle to the even one", "[operators][bf16]") {
  int wrong = 0;
  for (std::uint32_t bits = 0x80; bits < 0x7f7fU; ++bits) {  // normal, up to the largest but one
    const auto low = static_cast<double>(of_bits(bits));
    const auto high = static_cast<double>(of_bits(bits + 1));
    const auto middle = static_cast<float>(0.5 * (low + high));  // exact
    const std::uint32_t even = bits % 2 == 0 ? bits : bits + 1;
    if (Bf16(middle).bits != even) ++wrong;
    if (Bf16(std::nextafterf(middle, 0.0F)).bits != bits) ++wrong;
    if (Bf16(std::nextafterf(middle, std::numeric_limits<float>::max())).bits != bits + 1) ++wrong;
    if (Bf16(-middle).bits != (even | 0x8000U)) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK(Bf16(std::numeric_limits<float>::max()).bits == 0x7f80);
  CHECK(Bf16(-0.0F).bits == 0x8000);
}

TEST_CASE("operands of bf16 use the bits it has, and none of their products is rounded in f32", "[operators][bf16]") {
  const Operands x = operands_of({.m = 64, .n = 1, .k = 64});
  int wrong = 0;
  for (const Bf16 value : x.a) {
    const double scaled = static_cast<double>(value) * 128.0;
    if (scaled != std::floor(scaled) || std::fmod(std::abs(scaled), 2.0) != 1.0 || std::abs(scaled) > 127.0) ++wrong;
  }
  CHECK(wrong == 0);
  const auto [least, most] = std::minmax_element(x.a.begin(), x.a.end(), [](Bf16 l, Bf16 r) {
    return static_cast<float>(l) < static_cast<float>(r);
  });
  CHECK(static_cast<float>(*least) < -0.9F);
  CHECK(static_cast<float>(*most) > 0.9F);
}

TEST_CASE("no order of summation, and no way of rounding, may be seen in a bf16 GEMM of common depth",
          "[operators][bf16][gemm]") {
  for (const int k : {1, 2, 33, 1024, 2048, 4608, 30000}) {
    const auto expected = gemm::reference<Bf16>({.m = 3, .n = 5, .k = k}, seed);
    CHECK(std::ranges::all_of(expected.tolerance, [](double tolerance) { return tolerance <= 0.0; }));
  }
  // Beyond, what rounding to odd may lose of the sum of 2^20 products, and no more.
  const auto expected = gemm::reference<Bf16>({.m = 1, .n = 1, .k = 1 << 20}, seed);
  CHECK(expected.tolerance[0] > 0.0);
  CHECK(expected.tolerance[0] < 2.0);
}

TEST_CASE("a bf16 kernel that errs fails: a product lost, a pair crossed, a sum too narrow", "[operators][bf16][gemm]") {
  const Operands x = operands_of(shape);
  const auto right = [](float sum, float a, float b, int) { return sum + a * b; };
  CHECK(passes(multiplied(shape, x, right), shape));
  std::vector<float> naive(gemm::elements(shape.m, shape.n));
  gemm::naive_gemm(shape, x.a.data(), x.b.data(), naive.data());
  CHECK(passes(naive, shape));

  // The odd one at the end is what a kernel of pairs may forget.
  CHECK_FALSE(passes(multiplied(shape, x, [](float sum, float a, float b, int p) { return p == 32 ? sum : sum + a * b; }),
                     shape));
  Operands crossed = x;
  for (std::size_t i = 0; i + 1 < static_cast<std::size_t>(shape.k); i += 2) std::swap(crossed.a[i], crossed.a[i + 1]);
  CHECK_FALSE(passes(multiplied(shape, crossed, right), shape));
  CHECK_FALSE(passes(multiplied(shape, x,
                                [](float sum, float a, float b, int) { return static_cast<float>(Bf16(sum + a * b)); }),
                     shape));
  std::vector<float> rounded = naive;
  for (float& value : rounded) value = static_cast<float>(Bf16(value));
  CHECK_FALSE(passes(rounded, shape));
  std::vector<float> one_off = naive;
  one_off.back() = std::nextafterf(one_off.back(), 1e9F);
  CHECK_FALSE(passes(one_off, shape));
}
