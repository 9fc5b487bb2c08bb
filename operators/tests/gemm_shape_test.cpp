// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/gemm_shape.hpp"

#include "catch_compat.hpp"

using cachebound::Level;
using cachebound::Reason;
namespace gemm = cachebound::operators::gemm;

TEST_CASE("a GEMM shape is parsed and printed as the same text", "[operators][gemm]") {
  for (const char* text : {"m1n1k1", "m256n256k256", "m512n1k4608", "m10n20k30", "b12m512n512k64_tb", "m3n4k5_ta",
                           "m3n4k5_ta_tb", "b2m1n1k1"}) {
    const auto shape = gemm::parse_gemm_shape(text);
    REQUIRE(shape);
    CHECK(gemm::to_string(*shape) == text);
  }
}

TEST_CASE("a malformed GEMM shape is refused in one line that says what was expected", "[operators][gemm]") {
  for (const char* text : {"", "m256", "m256n256", "m256n256k", "n256m256k256", "m0n1k1", "m-1n1k1", "m01n1k1",
                           "m1n1k1x", "m 1n1k1", "m1n1k99999999999999999999", "m2000000n1k1", "M1n1k1",
                           "b1m1n1k1", "b0m1n1k1", "bm1n1k1", "m1n1k1_tb_ta", "m1n1k1_", "m1n1k1_tc", "m1b2n1k1",
                           "b1048576m1048576n1048576k1048576"}) {
    INFO("shape '" << text << "'");
    const auto shape = gemm::parse_gemm_shape(text);
    REQUIRE_FALSE(shape);
    CHECK(shape.error().reason == Reason::malformed);
    CHECK(shape.error().detail.find("expected [b<batch>]m<rows>n<columns>k<depth>[_ta][_tb]") != std::string::npos);
    CHECK(shape.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("the work of a GEMM is a multiply and an add per inner step", "[operators][gemm]") {
  CHECK(gemm::work({.m = 2, .n = 3, .k = 5}).value == 60.0);
  CHECK(gemm::work({.m = 2048, .n = 2048, .k = 2048}).value == 17179869184.0);
  CHECK(gemm::work({.m = 2, .n = 3, .k = 5, .batch = 7, .transpose_b = true}).value == 420.0);
}

TEST_CASE("compulsory traffic touches each datum once", "[operators][gemm]") {
  const auto traffic = gemm::compulsory_traffic({.m = 2, .n = 3, .k = 5}, Level::dram);
  CHECK(gemm::compulsory_traffic({.m = 2, .n = 3, .k = 5}, Level::dram, sizeof(double)).read.value ==
        2.0 * traffic.read.value);
  // bf16: 2 bytes of each operand, 4 of the result.
  CHECK(gemm::compulsory_traffic({.m = 2, .n = 3, .k = 5}, Level::dram, 2, 4).read.value == 2.0 * (2 * 5 + 5 * 3));
  CHECK(gemm::compulsory_traffic({.m = 2, .n = 3, .k = 5}, Level::dram, 2, 4).written.value == 4.0 * 2 * 3);
  CHECK(gemm::compulsory_traffic({.m = 2, .n = 3, .k = 5, .batch = 7, .transpose_a = true}, Level::dram).read.value ==
        7.0 * traffic.read.value);
  CHECK(traffic.read.value == 4.0 * (10 + 15));
  CHECK(traffic.written.value == 4.0 * 6);
  CHECK(traffic.source == cachebound::TrafficSource::compulsory);
}
