// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/conv2d/winograd_bound.hpp"
#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/conv2d/winograd_line.hpp"
#include "operators/conv2d/winograd_matrices.hpp"
#include "operators/registry.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): test file
namespace conv2d = cachebound::operators::conv2d;

namespace {

/// Policies of one lane: the sums themselves, and what they would be of the absolute values of their terms.
struct Magnitudes {
  using Element = float;
  using Reg = float;
  static Reg add(Reg x, Reg y) { return x + y; }
  static Reg sub(Reg x, Reg y) { return x + y; }
  static Reg fma(Reg sum, Reg x, Reg y) { return sum + std::abs(x) * y; }
};
struct Numbers {
  using Element = float;
  using Reg = float;
  static Reg add(Reg x, Reg y) { return x + y; }
  static Reg sub(Reg x, Reg y) { return x - y; }
  static Reg fma(Reg sum, Reg x, Reg y) { return sum + x * y; }
};

template <int m>
constexpr std::pair<float, float> factors() {
  if constexpr (m == 2) {
    return {0.0F, 0.0F};
  } else {
    return {conv2d::WinogradLine<Numbers, m>::input_factor, conv2d::WinogradLine<Numbers, m>::output_factor};
  }
}

/// Column j of a matrix is what becomes of unit vector j.
template <int m>
void check_lines() {
  using W = conv2d::Winograd<m>;
  constexpr int a = W::points;
  const auto [in, out] = factors<m>();
  for (int j = 0; j < a; ++j) {
    INFO("F(" << m << "), column " << j);
    float x[a] = {};
    x[j] = 1.0F;
    float y[a];
    float sizes[a];
    conv2d::WinogradLine<Numbers, m>::input(x, in, y);
    conv2d::WinogradLine<Magnitudes, m>::input(x, in, sizes);
    for (int i = 0; i < a; ++i) {
      CHECK(y[i] == W::input[i][j]);
      CHECK(sizes[i] == std::abs(W::input[i][j]));
    }
    float z[m];
    float sizes_out[m];
    conv2d::WinogradLine<Numbers, m>::output(x, out, z);
    conv2d::WinogradLine<Magnitudes, m>::output(x, out, sizes_out);
    for (int i = 0; i < m; ++i) {
      CHECK(z[i] == W::output[i][j]);
      CHECK(sizes_out[i] == std::abs(W::output[i][j]));
    }
  }
}

}  // namespace

TEST_CASE("a Winograd transform's sums are its matrices, and cancel nothing within an entry", "[operators][conv2d]") {
  check_lines<2>();
  check_lines<4>();
}

TEST_CASE("the error bound of Winograd by hand", "[operators][conv2d]") {
  // One channel whose inputs are at most 2, and a filter that only has its first tap: U is 1 at place (0, 0), 1/2 in
  // its first row and column, 1/4 inside, 0 beyond, and every row of |B^T| adds up to 2. Row 0 of A^T adds three of
  // four.
  const conv2d::ConvShape shape = conv2d::parse_conv_shape("n1c1h4w4_o1k3s1p1").value();
  std::vector<float> input(16, 0.5F);
  input[7] = -2.0F;
  const std::vector<float> weights{1, 0, 0, 0, 0, 0, 0, 0, 0};
  const double line = 2.0 * 1.0 + 2.0 * 0.5 + 2.0 * 0.5;
  const double roundings = (1 + 2 * 1 + 1 + 1 + 1 + 2 * 2) * std::ldexp(1.0, -24);
  CHECK(conv2d::winograd_error_bound(2, shape, 1, input.data(), weights.data()) ==
        Approx(roundings / (1.0 - roundings) * 2.0 * line * line));
}

TEST_CASE("Winograd's tolerance is its bound, well below what results are like", "[operators][conv2d]") {
  for (const char* backend : {"winograd2", "winograd4"}) {
    for (const int channels : {1, 37, 200}) {
      const auto id =
          operators::parse_operator_id(fmt::format("conv2d/{}/f32/n1c{}h13w11_o9k3s1p1", backend, channels));
      auto prepared = operators::prepare(*id, {.isas = host_isas(), .caches = {}});
      if (!prepared) CACHEBOUND_SKIP("this core has none of the vector sets");
      const auto bound = (*prepared)->error_bound();
      REQUIRE(bound);
      const operators::Verification verification = operators::verify(*id, **prepared);
      INFO(operators::to_string(*id) << ": " << verification.max_error << " of the bound, " << *bound);
      CHECK_FALSE(verification.failure);
      // Operands are uniform in [-1, 1): a result is a sum of 9 products of variance 1/9 for each channel.
      CHECK(*bound < 0.2 * std::sqrt(channels));
    }
  }
}
