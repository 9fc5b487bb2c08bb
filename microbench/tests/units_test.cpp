// SPDX-License-Identifier: Apache-2.0
#include "microbench/units.hpp"

#include <type_traits>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

template <typename A, typename B>
concept addable = requires(A a, B b) {
  a + b;
};

}  // namespace

TEST_CASE("a flop rate and a byte rate cannot be added", "[core][units]") {
  STATIC_REQUIRE(addable<FlopRate, FlopRate>);
  STATIC_REQUIRE_FALSE(addable<FlopRate, ByteRate>);
}

TEST_CASE("dimensions follow from the arithmetic", "[core][units]") {
  STATIC_REQUIRE(std::is_same_v<decltype(Flops{} / Seconds{}), FlopRate>);
  STATIC_REQUIRE(std::is_same_v<decltype(ByteRate{} / Frequency{}), BytesPerCycle>);
  STATIC_REQUIRE(std::is_same_v<decltype(Intensity{} * ByteRate{}), FlopRate>);
}

TEST_CASE("the roofline is the lower of the two roofs", "[core][units]") {
  CHECK(attainable(gflops(100), gigabytes_per_second(50), {1.0}) == gflops(50));
  CHECK(attainable(gflops(100), gigabytes_per_second(50), {4.0}) == gflops(100));
}

TEST_CASE("cache sizes use binary prefixes and rates decimal ones", "[core][units]") {
  CHECK(kibibytes(48).value == 49152.0);
  CHECK(gigabytes_per_second(1).value == 1e9);
}
