// SPDX-License-Identifier: Apache-2.0
#include "operators/half.hpp"

#include <cmath>
#include <limits>

#include "catch_compat.hpp"
#include "operators/conv2d/conv_operands.hpp"
#include "operators/gemm/gemm_operands.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/reference.hpp"
#include "operators/registry.hpp"

using cachebound::operators::Half;

namespace {

Half of_bits(std::uint16_t bits) {
  Half half;
  half.bits = bits;
  return half;
}

}  // namespace

TEST_CASE("every f16 is an f32, and comes back as it was", "[operators][half]") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits <= 0xffffU; ++bits) {
    const Half half = of_bits(static_cast<std::uint16_t>(bits));
    const auto value = static_cast<float>(half);
    const bool nan = (bits & 0x7c00U) == 0x7c00U && (bits & 0x3ffU) != 0;
    if (std::isnan(value) != nan) ++wrong;
    if (!nan && Half(value).bits != bits) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("what lies between two f16 goes to the nearer, and in the middle to the even one", "[operators][half]") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < 0x7bffU; ++bits) {  // up to the largest but one
    const auto low = static_cast<float>(of_bits(static_cast<std::uint16_t>(bits)));
    const auto high = static_cast<float>(of_bits(static_cast<std::uint16_t>(bits + 1)));
    const float middle = 0.5F * (low + high);  // exact
    const std::uint32_t even = bits % 2 == 0 ? bits : bits + 1;
    if (Half(middle).bits != even) ++wrong;
    if (Half(std::nextafterf(middle, 0.0F)).bits != bits) ++wrong;
    if (Half(std::nextafterf(middle, 1e9F)).bits != bits + 1) ++wrong;
    if (Half(-middle).bits != (even | 0x8000U)) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK(Half(65519.996F).bits == 0x7bff);
  CHECK(Half(65520.0F).bits == 0x7c00);
  CHECK(Half(std::numeric_limits<float>::infinity()).bits == 0x7c00);
  CHECK(std::isnan(static_cast<float>(Half(std::numeric_limits<float>::quiet_NaN()))));
  CHECK(Half(1e-30F).bits == 0);
  CHECK(Half(-0.0F).bits == 0x8000);
}

TEST_CASE("sums and products of f16 are rounded once", "[operators][half]") {
  CHECK(static_cast<float>(Half(2048.0F) + Half(1.0F)) == 2048.0F);
  CHECK(static_cast<float>(Half(2048.0F) + Half(3.0F)) == 2052.0F);
  CHECK(static_cast<float>(Half(1.5F) * Half(-1.5F)) == -2.25F);
  Half sum(1.0F);
  sum += Half(0.5F);
  CHECK(static_cast<double>(sum) == 1.5);
}

TEST_CASE("of long sums of f16 zeros do not pass, and what cannot be verified is refused",
          "[operators][half][verify]") {
  using namespace cachebound::operators;
  for (const int k : {33, 2048, 2049, 4608, 25088}) {
    const gemm::GemmShape shape{.m = 3, .n = 5, .k = k};
    auto made = gemm::make_operands<Half>(shape, default_seed);
    REQUIRE(made);
    gemm::GemmOperandsOf<Half> x = std::move(made).value();
    gemm::naive_gemm(shape, x.a.data(), x.b.data(), x.c.data());
    const Expected expected = gemm::reference<Half>(shape, default_seed);
    CHECK_FALSE(compare(Output{x.c.values()}, expected).failure);
    for (Half& value : x.c.values()) value = Half(0.0F);
    CHECK(compare(Output{x.c.values()}, expected).failure);
  }
  const auto refused = gemm::make_operands<Half>({.m = 1, .n = 1, .k = 29128}, default_seed);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().reason == cachebound::Reason::not_applicable);
  CHECK(conv2d::make_operands<Half>(conv2d::parse_conv_shape("n1c3236h3w3_o1k3s1p0").value(), default_seed));
  CHECK_FALSE(conv2d::make_operands<Half>(conv2d::parse_conv_shape("n1c3237h3w3_o1k3s1p0").value(), default_seed));
  CHECK(
      conv2d::make_operands<cachebound::operators::Bf16>(conv2d::parse_conv_shape("n1c3237h3w3_o1k3s1p0").value(), 1));
}
