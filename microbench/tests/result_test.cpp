// SPDX-License-Identifier: Apache-2.0
#include "microbench/result.hpp"

#include "catch_compat.hpp"
#include "microbench/measurement.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("a Result holds a value or the reason why there is none", "[core][result]") {
  const Result<int> good = 3;
  const Result<int> bad = Error{Reason::not_built, "configured without it"};
  CHECK(*good == 3);
  CHECK_FALSE(bad);
  CHECK(bad.error().reason == Reason::not_built);
}

TEST_CASE("every enumeration prints and parses back", "[core][result]") {
  for (const auto reason :
       {Reason::not_supported_by_cpu, Reason::not_permitted, Reason::not_built, Reason::not_found, Reason::malformed,
        Reason::unstable, Reason::verification_failed, Reason::interrupted, Reason::no_resources}) {
    CHECK(parse_reason(to_string(reason)) == reason);
  }
  for (const auto quality :
       {Quality::stable, Quality::noisy, Quality::throttled, Quality::emulated, Quality::host_shared}) {
    CHECK(parse_quality(to_string(quality)) == quality);
  }
  for (const auto level : {Level::l1, Level::l2, Level::l3, Level::dram}) CHECK(parse_level(to_string(level)) == level);
  for (const auto isa : {Isa::scalar, Isa::avx2, Isa::avx512, Isa::neon, Isa::neon_vfpv4}) {
    CHECK(parse_isa(to_string(isa)) == isa);
  }
  CHECK_FALSE(parse_quality("splendid").has_value());
}
