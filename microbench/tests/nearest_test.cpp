// SPDX-License-Identifier: Apache-2.0
#include "microbench/nearest.hpp"

#include "catch_compat.hpp"

using namespace cachebound;

TEST_CASE("a suggestion is made for a slip, and a choice shown for another word", "[nearest]") {
  const std::vector<std::string> suites{"default", "quick", "thorough"};
  CHECK(suggestion("qiuck", suites) == "did you mean 'quick'?");
  CHECK(suggestion("Default", suites) == "did you mean 'default'?");
  CHECK(suggestion("zzzzzzzz", suites) == "there are: default, quick, thorough");
  CHECK(suggestion("", suites) == "there are: default, quick, thorough");
  CHECK(suggestion("x", {}).empty());
}
