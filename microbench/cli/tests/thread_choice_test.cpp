// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/thread_choice.hpp"

#include "catch_compat.hpp"
#include "microbench/cli/characterize.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

using Teams = ThreadChoice::Teams;

TEST_CASE("a choice of threads is read and printed the same", "[cli][threads]") {
  for (const char* text : {"none", "all", "powers", "2", "128"}) CHECK(to_string(*parse_thread_choice(text)) == text);
  CHECK(*parse_thread_choice("1") == ThreadChoice{});
  for (const char* bad : {"", "0", "-2", "two", "2x", " 2", "99999999999"}) CHECK_FALSE(parse_thread_choice(bad));
}

TEST_CASE("teams are the powers of two below all cpus, and all", "[cli][threads]") {
  const ThreadChoice all{.teams = Teams::all};
  CHECK(team_counts(all, 1).empty());
  CHECK(team_counts(all, 2) == std::vector<int>{2});
  CHECK(team_counts(all, 6) == std::vector<int>{2, 4, 6});
  CHECK(team_counts(all, 8) == std::vector<int>{2, 4, 8});
  CHECK(team_counts({}, 8).empty());
  CHECK(team_counts({.teams = Teams::exactly, .count = 3}, 4) == std::vector<int>{3});
  CHECK(team_counts({.teams = Teams::exactly, .count = 5}, 4).empty());
}

TEST_CASE("--threads overrides the suite, and all does not take from a suite that has more", "[cli][threads]") {
  const ThreadChoice none;
  const ThreadChoice powers{.teams = Teams::powers};
  CHECK(*chosen_threads("", powers) == powers);
  CHECK(*chosen_threads("1", powers) == none);
  CHECK(*chosen_threads("all", none) == ThreadChoice{.teams = Teams::all});
  CHECK(*chosen_threads("all", powers) == powers);
  CHECK(*chosen_threads("4", powers) == ThreadChoice{.teams = Teams::exactly, .count = 4});
  for (const char* bad : {"0", "none", "powers", "x"}) CHECK_FALSE(chosen_threads(bad, none));
}

TEST_CASE("a team larger than the kind is refused with the largest that there is", "[cli][threads]") {
  CoreChoice choice;
  choice.kind.id = "cortex-a72";
  choice.team = {0, 1, 2, 3};
  CHECK_FALSE(check_team({.teams = Teams::exactly, .count = 4}, {choice}).has_value());
  CHECK_FALSE(check_team({.teams = Teams::all}, {choice}).has_value());
  const Status refused = check_team({.teams = Teams::exactly, .count = 5}, {choice});
  REQUIRE(refused.has_value());
  CHECK(refused->reason == Reason::malformed);
  CHECK(refused->detail.find("cortex-a72") != std::string::npos);
  CHECK(refused->detail.find("at most 4") != std::string::npos);
}
