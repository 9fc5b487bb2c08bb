// SPDX-License-Identifier: Apache-2.0
#include "microbench/trial.hpp"

#include <unistd.h>

#include <csignal>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("work that ends well leaves no error", "[core][trial]") {
  CHECK_FALSE(try_in_child([] {}).has_value());
}

TEST_CASE("an illegal instruction costs the child, and is named", "[core][trial]") {
  const Status status = try_in_child([] { raise(SIGILL); });
  REQUIRE(status.has_value());
  CHECK(status->reason == Reason::not_supported_by_cpu);
  CHECK(status->detail.find("signal 4") != std::string::npos);
}

TEST_CASE("a form that hangs is ended", "[core][trial]") {
  const Status status = try_in_child([] { pause(); }, 1);
  REQUIRE(status.has_value());
  CHECK(status->reason == Reason::unstable);
}
