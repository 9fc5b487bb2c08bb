// SPDX-License-Identifier: Apache-2.0
// A wrong result must be refused, however small the fault.
#include "operators/verify.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "catch_compat.hpp"
#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/naive.hpp"
#include "operators/conv2d/reference.hpp"
#include "operators/gemm/gemm_operands.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/reference.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

constexpr gemm::GemmShape shape{.m = 19, .n = 23, .k = 64};
const OperatorId id{"gemm", "naive", DType::f32, "m19n23k64"};

/// Computes correctly, then does something to the result.
class Broken final : public Prepared {
 public:
  using Fault = std::function<void(gemm::GemmOperands&)>;
  explicit Broken(Fault fault)
      : operands_(gemm::make_operands(shape, default_seed).value()), fault_(std::move(fault)) {}
  void run() override {
    gemm::naive_gemm(shape, operands_.a.data(), operands_.b.data(), operands_.c.data());
    fault_(operands_);
  }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return Isa::scalar; }
  [[nodiscard]] std::string implementation() const override { return "deliberately broken"; }

 private:
  gemm::GemmOperands operands_;
  Fault fault_;
};

Verification verify_with(Broken::Fault fault) {
  Broken broken(std::move(fault));
  return verify(id, broken);
}

}  // namespace

TEST_CASE("a correct result passes and says how close it is", "[operators][verify]") {
  const Verification result = verify_with([](gemm::GemmOperands&) {});
  CHECK_FALSE(result.failure);
  CHECK(result.max_error > 0.0);
  CHECK(result.max_error < 1.0);
  CHECK(result.checked == 19U * 23U);
}

TEST_CASE("a backend with a planted fault is refused", "[operators][verify]") {
  const std::vector<std::pair<const char*, Broken::Fault>> faults{
      {"the last product is missing",
       [](gemm::GemmOperands& o) { o.c.values()[37] -= o.a.values()[1 * 64 + 63] * o.b.values()[63 * 23 + 14]; }},
      {"one product counts twice",
       [](gemm::GemmOperands& o) { o.c.values()[0] += o.a.values()[5] * o.b.values()[5 * 23]; }},
      {"the sign of one element", [](gemm::GemmOperands& o) { o.c.values()[100] *= -1.0F; }},
      {"the last element is stale", [](gemm::GemmOperands& o) { o.c.values().back() = o.c.values()[0]; }},
      {"half precision", [](gemm::GemmOperands& o) {
         for (float& x : o.c.values()) x = std::round(x * 256.0F) / 256.0F;
       }}};
  for (const auto& [what, fault] : faults) {
    INFO(what);
    const Verification result = verify_with(fault);
    REQUIRE(result.failure);
    CHECK(result.failure->reason == Reason::verification_failed);
    CHECK(result.max_error > 1.0);
  }
}

TEST_CASE("a NaN, an infinity or an element never written is refused", "[operators][verify]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const Verification result = verify_with([bad](gemm::GemmOperands& o) { o.c.values()[7] = bad; });
    REQUIRE(result.failure);
    CHECK(std::isinf(result.max_error));
  }
  class Idle final : public Prepared {
   public:
    void run() override {}
    Output output() override { return operands_.c.values(); }
    [[nodiscard]] Isa isa() const override { return Isa::scalar; }
    [[nodiscard]] std::string implementation() const override { return "does nothing"; }
    gemm::GemmOperands operands_ = gemm::make_operands(shape, default_seed).value();
  };
  Idle idle;
  gemm::naive_gemm(shape, idle.operands_.a.data(), idle.operands_.b.data(), idle.operands_.c.data());
  CHECK(verify(id, idle).failure);  // the right values of an earlier run do not help
}

TEST_CASE("the tolerance grows with the depth and with the magnitudes", "[operators][verify]") {
  const Expected shallow = gemm::reference({.m = 1, .n = 1, .k = 16}, 1);
  const Expected deep = gemm::reference({.m = 1, .n = 1, .k = 256}, 1);
  CHECK(deep.tolerance[0] > 16.0 * shallow.tolerance[0]);
  CHECK(deep.tolerance[0] < 2.0 * 256 * std::ldexp(1.0, -24) * 256);
}

TEST_CASE("an f64 product that was computed in f32, or of f32 operands, is refused", "[operators][verify]") {
  const gemm::GemmShape odd{.m = 5, .n = 7, .k = 9};
  const Expected expected = gemm::reference<double>(odd, 1);
  auto operands = gemm::make_operands<double>(odd, 1).value();
  const auto narrow = [](double value) { return static_cast<double>(static_cast<float>(value)); };
  const auto compute = [&](auto round_operand, auto round_sum) {
    for (int i = 0; i < odd.m; ++i) {
      for (int j = 0; j < odd.n; ++j) {
        double sum = 0.0;
        for (int p = 0; p < odd.k; ++p) {
          sum = round_sum(sum + round_operand(operands.a.data()[i * odd.k + p]) *
                                    round_operand(operands.b.data()[p * odd.n + j]));
        }
        operands.c.data()[i * odd.n + j] = sum;
      }
    }
    return compare(operands.c.values(), expected);
  };
  const auto exact = [](double value) { return value; };
  CHECK_FALSE(compute(exact, exact).failure);
  CHECK(compute(exact, narrow).failure);
  CHECK(compute(narrow, exact).failure);
}

TEST_CASE("a large result is checked in rows spread over all of it, the last among them", "[operators][verify]") {
  const gemm::GemmShape large{.m = 100, .n = 10, .k = 10};
  const Expected all = gemm::reference(large, 3);
  const Expected some = gemm::reference(large, 3, 20.0 * 100.0);
  CHECK(all.index.size() == 1000);
  CHECK(some.index.size() == 200);
  CHECK(some.index.back() == 999);
  for (std::size_t e = 0; e < some.index.size(); ++e) {
    REQUIRE(some.value[e] == all.value[some.index[e]]);
    REQUIRE(some.index[e] / 50 == e / 10);  // one row in each stretch of five
  }
}

namespace {

/// What is planted in a row that no reference looks at: the result as it is passes, with it it does not.
template <typename T>
void check_unsampled_gemm(const gemm::GemmShape& large) {
  auto made = gemm::make_operands<T>(large, default_seed);
  REQUIRE(made);
  gemm::GemmOperandsOf<T> x = std::move(made).value();
  each_product(x, [&](const T* a, const T* b, ResultOf<T>* c) { gemm::naive_gemm(large, a, b, c); });
  const Expected expected = gemm::reference<T>(large, default_seed, 10.0 * large.n * large.k);
  REQUIRE(expected.index.size() == static_cast<std::size_t>(10) * static_cast<std::size_t>(large.n));
  CHECK_FALSE(compare(Output{x.c.values()}, expected).failure);
  std::vector<bool> seen(x.c.values().size());
  for (const std::size_t at : expected.index) seen[at] = true;
  const auto unseen = static_cast<std::size_t>(std::ranges::find(seen, false) - seen.begin());
  ResultOf<T>& victim = x.c.values()[unseen];
  const ResultOf<T> right = victim;
  victim = static_cast<ResultOf<T>>(static_cast<float>(static_cast<double>(right) + 1.0));
  const Verification wrong = compare(Output{x.c.values()}, expected);
  REQUIRE(wrong.failure);
  CHECK(wrong.failure->detail.find("the signed sum of") == 0);
  CHECK(wrong.checked == expected.index.size());
  victim = right;
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (!seen[i]) x.c.values()[i] = ResultOf<T>{};
  CHECK(compare(Output{x.c.values()}, expected).failure);
}

template <typename T>
void check_unsampled_conv(const char* problem) {
  const conv2d::ConvShape large = conv2d::parse_conv_shape(problem).value();
  auto made = conv2d::make_operands<T>(large, default_seed);
  REQUIRE(made);
  conv2d::ConvOperandsOf<T> x = std::move(made).value();
  conv2d::naive_conv2d(large, x.input.data(), x.weights.data(), x.output.data());
  const Expected expected = conv2d::reference<T>(large, default_seed, 2000.0);
  REQUIRE(expected.index.size() < x.output.values().size());
  CHECK_FALSE(compare(Output{x.output.values()}, expected).failure);
  std::vector<bool> seen(x.output.values().size());
  for (const std::size_t at : expected.index) seen[at] = true;
  const auto unseen = static_cast<std::size_t>(std::ranges::find(seen, false) - seen.begin());
  x.output.values()[unseen] = static_cast<ResultOf<T>>(static_cast<float>(x.output.values()[unseen]) + 1.0F);
  CHECK(compare(Output{x.output.values()}, expected).failure);
}

}  // namespace

TEST_CASE("what is wrong between the rows that are checked shows in their signed sums", "[operators][verify]") {
  for (const gemm::GemmShape large :
       {gemm::GemmShape{.m = 50, .n = 11, .k = 13},
        {.m = 17, .n = 40, .k = 9, .batch = 3, .transpose_a = true, .transpose_b = true}}) {
    check_unsampled_gemm<float>(large);
    check_unsampled_gemm<double>(large);
    check_unsampled_gemm<Half>(large);
    check_unsampled_gemm<Bf16>(large);
  }
  for (const char* problem : {"n2c6h9w7_o10k3s2p1g2", "n1c5h8w11_o12k3x1s1p1x2d2x1_nhwc"}) {
    check_unsampled_conv<float>(problem);
    check_unsampled_conv<double>(problem);
    check_unsampled_conv<Half>(problem);
    check_unsampled_conv<Bf16>(problem);
  }
}

TEST_CASE("a sum of many products has a tolerance that is smaller than the sum", "[operators][verify]") {
  const double u = 0x1p-24;
  // Uniform in [-1, 1): products have a mean magnitude of 1/4 and a mean square of 1/9.
  for (const double k : {512.0, 4608.0, 65536.0, 1048576.0}) {
    const double tolerance = sum_tolerance(k, u, k / 4.0, std::sqrt(k / 9.0));
    CHECK(tolerance < 0.003 * std::sqrt(k / 9.0));  // zeros do not pass
    if (k < 1e4) CHECK(tolerance < 0.01);           // nor does a sum without its last product
  }
  CHECK(sum_tolerance(1, u, 0.25, 0.25) == 2.0 * u * 0.25);
}

TEST_CASE("of long sums neither zeros nor one product too few pass", "[operators][verify]") {
  // Of few elements, so that no other one betrays the fault.
  for (const gemm::GemmShape long_sums : {gemm::GemmShape{2, 2, 4608}, {1, 1, 65536}, {1, 1, 1 << 20}}) {
    const Expected expected = gemm::reference<float>(long_sums, default_seed);
    auto operands = gemm::make_operands<float>(long_sums, default_seed);
    REQUIRE(operands);
    gemm::GemmOperands x = std::move(operands).value();
    gemm::naive_gemm(long_sums, x.a.data(), x.b.data(), x.c.data());
    INFO(gemm::to_string(long_sums));
    const Verification right = compare(x.c.values(), expected);
    CHECK_FALSE(right.failure);
    CHECK(right.max_error < 0.2);  // the bound is far from what rounding does, and from what a fault does
    if (long_sums.k < 10000) {
      const auto last = static_cast<std::size_t>(long_sums.k) - 1;
      x.c.values()[0] -= x.a.values()[last] * x.b.values()[last * static_cast<std::size_t>(long_sums.n)];
      CHECK(compare(x.c.values(), expected).failure);
    }
    std::ranges::fill(x.c.values(), 0.0F);
    CHECK(compare(x.c.values(), expected).failure);
  }
}
