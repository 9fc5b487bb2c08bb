// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/operator_plan.hpp"

#include <algorithm>

#include "catch_compat.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): test file

TEST_CASE("sizes of teams are numbers, or all of the cpus, each once", "[cli][operators]") {
  CHECK(parse_team_sizes({"1", "2", "all"}, 8).value() == std::vector<int>{1, 2, 8});
  CHECK(parse_team_sizes({"all", "4", "4"}, 4).value() == std::vector<int>{4});
  for (const char* word : {"0", "-1", "2x", "", "ALL", "99999999999"}) {
    const auto sizes = parse_team_sizes({word}, 4);
    INFO(word);
    REQUIRE_FALSE(sizes);
    CHECK(sizes.error().reason == Reason::malformed);
  }
}

TEST_CASE("states of the caches go by their names, each once", "[cli][operators]") {
  CHECK(parse_cache_states({"cold-all", "warm", "cold-all"}).value() ==
        std::vector<CacheState>{CacheState::cold_all, CacheState::warm});
  REQUIRE_FALSE(parse_cache_states({"cold"}));
  CHECK(parse_cache_states({"cold"}).error().detail.find("expected warm, cold-weights or cold-all") != std::string::npos);
}

TEST_CASE("each operator stands beside itself under the other conditions, and a cold one has one thread", "[cli][operators]") {
  const auto ids = planned_operators("gemm_quick", {"naive"}, "m64n64k64",
                                     {{1, 2}, {CacheState::warm, CacheState::cold_weights}});
  REQUIRE(ids);
  REQUIRE(ids->size() == 3);
  CHECK(to_string((*ids)[0]) == "gemm/naive/f32/m64n64k64");
  CHECK(to_string((*ids)[1]) == "gemm/naive/f32/m64n64k64/threads:2");
  CHECK(to_string((*ids)[2]) == "gemm/naive/f32/m64n64k64/cache:cold-weights");
  // Asked for teams alone, the rows stand there and are refused with their reason.
  const auto teams = planned_operators("gemm_quick", {"naive"}, "m64n64k64", {{2}, {CacheState::cold_all}});
  REQUIRE(teams);
  CHECK(to_string(teams->front()) == "gemm/naive/f32/m64n64k64/cache:cold-all/threads:2");
  // A filter may ask for a condition.
  const auto filtered = planned_operators("gemm_quick", {"naive"}, "threads:2$", {{1, 2}, {CacheState::warm}});
  REQUIRE(filtered);
  CHECK(std::ranges::all_of(*filtered, [](const auto& id) { return id.threads == 2; }));
}
