// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/team_plan.hpp"

#include <algorithm>

#include "catch_compat.hpp"
#include "microbench/cli/probe_plan.hpp"
#include "probes/catalogue.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file
using probes::Probe;
using probes::ProbeCase;
using probes::ProbeKind;

namespace {

constexpr std::size_t mib = std::size_t{1} << 20U;

const Probe& first_of(ProbeKind kind) {
  return *std::find_if(probes::catalogue().begin(), probes::catalogue().end(),
                       [&](const Probe& p) { return p.kind == kind; });
}

Suite suite_of_four() {
  Suite suite;
  suite.name = "test";
  suite.thread_bytes = {8192, 262144, 8 * mib, 256 * mib};
  suite.threads.teams = ThreadChoice::Teams::all;
  return suite;
}

}  // namespace

TEST_CASE("the largest team runs every form at every size, smaller ones the largest read", "[cli][threads]") {
  const Probe& peak = first_of(ProbeKind::compute);
  const Probe& read = first_of(ProbeKind::memory);
  const auto cases = team_cases(suite_of_four(), {&peak, &read}, {2, 4}, std::size_t{2048} * mib);
  std::vector<std::string> ids;
  for (const ProbeCase& probe_case : cases) ids.push_back(probes::row_id(probe_case));
  const std::string p(peak.id), r(read.id);
  CHECK(ids == std::vector<std::string>{r + "/ws:256MiB/threads:2", p + "/threads:4", r + "/ws:8KiB/threads:4",
                                        r + "/ws:256KiB/threads:4", r + "/ws:8MiB/threads:4",
                                        r + "/ws:256MiB/threads:4"});
  Suite thorough = suite_of_four();
  thorough.threads.teams = ThreadChoice::Teams::powers;
  CHECK(team_cases(thorough, {&peak, &read}, {2, 4}, std::size_t{2048} * mib).size() == 10);
  CHECK(team_cases(thorough, {&peak, &read}, {}, std::size_t{2048} * mib).empty());
}

TEST_CASE("a chase under load has a case for each load, where there is a team", "[cli][threads]") {
  Suite suite = suite_of_four();
  suite.load_percents = {0, 100};
  const Probe& chase = first_of(ProbeKind::latency);
  const Probe& read = first_of(ProbeKind::memory);
  const auto cases = loaded_cases(suite, chase, read, 4, std::size_t{2048} * mib);
  REQUIRE(cases.size() == 2);
  CHECK(cases[1].load_percent == 100);
  CHECK(cases[1].threads == 4);
  CHECK(cases[1].working_set_bytes == 256 * mib);
  CHECK(loaded_cases(suite, chase, read, 1, std::size_t{2048} * mib).empty());
  suite.thread_bytes.clear();
  CHECK(loaded_cases(suite, chase, read, 4, std::size_t{2048} * mib).empty());
}

TEST_CASE("all windows of a team fit the memory that there is", "[cli][threads]") {
  const Suite suite = suite_of_four();
  CHECK(team_sizes(suite, 2, 512 * mib) == suite.thread_bytes);
  CHECK(team_sizes(suite, 4, 512 * mib) == std::vector<std::size_t>{8192, 262144, 8 * mib, 128 * mib});
  CHECK(team_sizes(suite, 4, 100 * mib) == std::vector<std::size_t>{8192, 262144, 8 * mib, 16 * mib});
  CHECK(team_sizes(suite, 4, 32 * mib) == std::vector<std::size_t>{8192, 262144, 8 * mib});
  // Compared over threads is one size for each thread, that of the largest team.
  const auto cases = team_cases(suite, {&first_of(ProbeKind::memory)}, {2, 4}, 100 * mib);
  for (const ProbeCase& probe_case : cases) CHECK(*probe_case.working_set_bytes <= 16 * mib);
}

TEST_CASE("a team takes whole cores before their second hardware threads", "[cli][threads]") {
  const std::vector<std::vector<int>> adjacent{{0, 1}, {2, 3}};
  CHECK(team_order({0, 1, 2, 3}, 3, adjacent) == std::vector<int>{3, 0, 1, 2});
  CHECK(team_order({0, 1, 2, 3}, 0, adjacent) == std::vector<int>{0, 2, 1, 3});
  // Where nothing is stated, the order of the list.
  CHECK(team_order({4, 5, 6}, 5, {}) == std::vector<int>{5, 4, 6});
  CHECK(team_order({4, 4, 5}, 4, {}) == std::vector<int>{4, 5});
}

TEST_CASE("another choice of threads is another plan", "[cli][threads]") {
  const Suite all = suite_of_four();
  Suite none = all;
  none.threads = {};
  Suite two = all;
  two.threads = {.teams = ThreadChoice::Teams::exactly, .count = 2};
  Suite sizes = all;
  sizes.thread_bytes.pop_back();
  CHECK(plan_key(all) != plan_key(none));
  CHECK(plan_key(all) != plan_key(two));
  CHECK(plan_key(all) != plan_key(sizes));
}
