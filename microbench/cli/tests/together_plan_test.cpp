// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/together_plan.hpp"

#include <algorithm>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "probes/catalogue.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

Suite suite_of_teams() {
  Suite suite;
  suite.thread_bytes = {8192, 8 * mebibyte};
  suite.threads.teams = ThreadChoice::Teams::all;
  suite.samples = 1;
  return suite;
}

CoreChoice choice_of(const char* id, std::vector<int> cpus, std::vector<std::vector<int>> siblings = {}) {
  CoreKind kind;
  kind.id = id;
  kind.cpus = cpus;
  kind.smt_siblings = std::move(siblings);
  return {.kind = kind, .cpu = cpus.back(), .team = cpus};
}

/// A probe of the catalogue that runs here, as a row of one thread.
std::optional<ProbeMeasurement> row_of(CeilingKind kind, double rate) {
  for (const probes::Probe& probe : probes::catalogue()) {
    const bool peak = probe.kind == probes::ProbeKind::compute && probe.dtype == DType::f32 &&
                      !is_streaming(probe.isa) && accumulates(probes::operation_of(probe));
    const bool read = probe.kind == probes::ProbeKind::memory && probe.access == Access::read;
    if (!(kind == CeilingKind::compute ? peak : read) || probes::try_kernel(probe)) continue;
    ProbeMeasurement row;
    row.probe = std::string(probe.id);
    row.operation = std::string(probes::operation_of(probe));
    row.kind = kind;
    row.dtype = probe.dtype;
    row.isa = probe.isa;
    row.access = probe.access;
    row.flops_per_second.low = {rate};
    row.bytes_per_second.low = {rate};
    return row;
  }
  return std::nullopt;
}

analysis::CoreKindInput measured(const char* id, std::vector<ProbeMeasurement> rows) {
  analysis::CoreKindInput input;
  input.id = id;
  input.measurements = std::move(rows);
  return input;
}

}  // namespace

TEST_CASE("all kinds together: the peak, and the largest read that fits the memory of all", "[cli][together]") {
  const auto peak = row_of(CeilingKind::compute, 1e9);
  const auto read = row_of(CeilingKind::memory, 1e9);
  if (!peak || !read) CACHEBOUND_SKIP("this core runs no such probe");
  const std::vector<CoreChoice> choices{choice_of("little", {0, 1}), choice_of("big", {2, 3, 4, 5}, {{2, 3}, {4, 5}})};
  const std::vector<analysis::CoreKindInput> kinds{measured("little", {*peak, *read}), measured("big", {*read, *peak})};
  const auto cases = together_cases(suite_of_teams(), choices, kinds, 1024 * mebibyte);
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].parts.size() == 2);
  CHECK(cases[0].parts[0].core_kind == "little");
  CHECK(cases[0].parts[0].cpus == std::vector<int>{1, 0});
  CHECK(cases[0].parts[1].cpus == std::vector<int>{5, 2, 3, 4});  // whole cores first
  CHECK(cases[0].parts[1].probe->id == peak->probe);
  CHECK_FALSE(cases[0].working_set_bytes.has_value());
  CHECK(cases[1].working_set_bytes == 8 * mebibyte);
  CHECK(together_cases(suite_of_teams(), choices, kinds, 12 * mebibyte)[1].working_set_bytes == 2 * mebibyte);

  SECTION("of one kind, without teams, or without a row to bring, there is nothing to do") {
    CHECK(together_cases(suite_of_teams(), {choices[0]}, {kinds[0]}, 1024 * mebibyte).empty());
    Suite single = suite_of_teams();
    single.threads = {};
    CHECK(together_cases(single, choices, kinds, 1024 * mebibyte).empty());
    CHECK(together_cases(suite_of_teams(), choices, {kinds[0]}, 1024 * mebibyte).empty());  // interrupted after the first
    const auto only_peaks = together_cases(suite_of_teams(), choices, {kinds[0], measured("big", {*peak})}, 1024 * mebibyte);
    REQUIRE(only_peaks.size() == 1);
    CHECK_FALSE(only_peaks[0].working_set_bytes.has_value());
  }
  SECTION("accumulator sweeps, teams and failed rows bring nothing") {
    ProbeMeasurement sweep = *peak, team = *peak, failed = *peak;
    sweep.accumulators = 3;
    team.threads = 2;
    failed.error = Error{Reason::unstable, "lost"};
    const auto none =
        together_cases(suite_of_teams(), choices, {kinds[0], measured("big", {sweep, team, failed})}, mebibyte);
    CHECK(none.empty());
  }
}

TEST_CASE("two kinds that share this machine are measured together", "[cli][together]") {
  const std::vector<int> allowed = allowed_cpus();
  const auto peak = row_of(CeilingKind::compute, 1e9);
  const auto read = row_of(CeilingKind::memory, 1e9);
  if (!peak || !read || allowed.size() < 2 || !PinnedThread::to(allowed.front()))
    CACHEBOUND_SKIP("no two cpus to pin threads to, or no probe");
  const std::vector<CoreChoice> choices{choice_of("left", {allowed.front()}), choice_of("right", {allowed.back()})};
  Suite suite = suite_of_teams();
  suite.thread_bytes = {65536};
  const auto cases =
      together_cases(suite, choices, {measured("left", {*peak, *read}), measured("right", {*peak, *read})}, 1024 * mebibyte);
  const SamplingPolicy policy{.slice = microseconds(20), .pairs = 4, .samples = 1, .clock_tolerance = 1e9};
  Journal journal;
  int saved = 0;
  const auto all = measure_all(cases, policy, {2}, {}, {}, false, journal, [&] { ++saved; });
  REQUIRE(all.size() == 2);
  CHECK(all[0].kind == CeilingKind::compute);
  CHECK(all[1].id == "together/read/ws:64KiB");
  for (const TogetherMeasurement& row : all) {
    if (row.error) continue;
    CHECK(row.shares.size() == 2);
    CHECK(row.round_rates_per_second.size() <= 2);
  }
  CHECK(saved == 4);
  REQUIRE(journal.parts.size() == 2);
  for (const JournalPart& part : journal.parts) CHECK(part.weights.size() == 2);

  // A run that goes on does the same work, and none of it again.
  const Journal before = journal;
  const auto resumed = measure_all(cases, policy, {2}, {}, {}, false, journal, [&] { ++saved; });
  CHECK(saved == 4);
  REQUIRE(resumed.size() == 2);
  for (std::size_t i = 0; i < resumed.size(); ++i) {
    CHECK(journal.parts[i].weights == before.parts[i].weights);
    CHECK(resumed[i].round_rates_per_second == all[i].round_rates_per_second);
  }
}

TEST_CASE("a team of all kinds that cannot be had says why", "[cli][together]") {
  const auto peak = row_of(CeilingKind::compute, 1e9);
  if (!peak) CACHEBOUND_SKIP("this core runs no such probe");
  const std::vector<CoreChoice> choices{choice_of("left", {0}), choice_of("right", {1 << 17})};
  const auto cases =
      together_cases(suite_of_teams(), choices, {measured("left", {*peak}), measured("right", {*peak})}, mebibyte);
  Journal journal;
  const auto all = measure_all(cases, {}, {2}, {}, {}, false, journal);
  REQUIRE(all.size() == 1);
  CHECK(all[0].error.has_value());
}
