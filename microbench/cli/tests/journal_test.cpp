// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/journal.hpp"

#include <cstdio>

#include "catch_compat.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

namespace {

struct TemporaryFile {
  std::string output = "journal_test_output.json";
  ~TemporaryFile() { std::remove(journal_path(output).c_str()); }
};

}  // namespace

TEST_CASE("a journal is read back as it was written", "[cli][journal]") {
  const TemporaryFile file;
  Journal journal{.plan = "characterize suite=quick", .parts = {}};
  journal.part("cortex-a72")
      .push_back({.id = "read_neon_ldp/ws:8KiB",
                  .blocks = {{.seconds_per_iteration = 1.25e-7,
                              .steps_per_iteration = 128.5,
                              .steps_per_second = 1.5e9,
                              .samples = 9,
                              .dropped = 2,
                              .dropped_descheduled = 1,
                              .dropped_migrated = 0,
                              .dropped_clock = 1,
                              .ascending = 1.0,
                              .beside_bytes_per_second = 2e9,
                              .counted = {.values = {{"ipc", "perf_event", 1.5, "cpu_cycles", true}},
                                          .notes = {"perf_event: the PMU is gone"}}}},
                  .error = std::nullopt});
  REQUIRE_FALSE(write_journal(journal_path(file.output), journal).has_value());
  auto read = open_journal(file.output, journal.plan, true);
  REQUIRE(read);
  const auto& rows = read.value().part("cortex-a72");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].id == "read_neon_ldp/ws:8KiB");
  REQUIRE(rows[0].blocks.size() == 1);
  CHECK(rows[0].blocks[0].steps_per_iteration == 128.5);
  CHECK(rows[0].blocks[0].dropped_clock == 1);
  CHECK(rows[0].blocks[0].ascending == 1.0);
  CHECK(rows[0].blocks[0].beside_bytes_per_second == 2e9);
  CHECK(rows[0].blocks[0].counted == journal.part("cortex-a72")[0].blocks[0].counted);
}

TEST_CASE("samples that took no time are refused by row and round", "[cli][journal]") {
  const TemporaryFile file;
  Journal journal{.plan = "quick", .parts = {}};
  journal.part("operators").push_back(
      {.id = "gemm/naive/f32/m1n1k1",
       .blocks = {{.seconds_per_iteration = 1e-6, .steps_per_second = 1e9, .samples = 1}, {.samples = 3}},
       .error = std::nullopt});
  REQUIRE_FALSE(write_journal(journal_path(file.output), journal).has_value());
  const auto refused = open_journal(file.output, "quick", true);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.find("gemm/naive/f32/m1n1k1, round 2: 3 samples that took no time") != std::string::npos);
}

TEST_CASE("one run at a time writes to an output", "[cli][journal]") {
  const TemporaryFile file;
  {
    const auto first = open_journal(file.output, "quick", false);
    REQUIRE(first);
    const auto second = open_journal(file.output, "quick", false);
    REQUIRE_FALSE(second);
    CHECK(second.error().detail.find(file.output + " is being written by process") == 0);
    CHECK(open_journal("another_" + file.output, "quick", false));
  }
  CHECK(open_journal(file.output, "quick", false));
}

TEST_CASE("a journal of another plan is refused by name", "[cli][journal]") {
  const TemporaryFile file;
  REQUIRE_FALSE(write_journal(journal_path(file.output), {.plan = "quick", .parts = {}}).has_value());
  const auto refused = open_journal(file.output, "default", true);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.find("quick") != std::string::npos);
}

TEST_CASE("a run that begins anew leaves no journal of an earlier one, and says what an interrupt leaves",
          "[cli][journal]") {
  const TemporaryFile file;
  REQUIRE_FALSE(write_journal(journal_path(file.output), {.plan = "quick", .parts = {}}).has_value());
  CHECK(how_to_go_on(file.output).find("go on with --resume") != std::string::npos);
  REQUIRE(open_journal(file.output, "default", false));
  CHECK_FALSE(open_journal(file.output, "quick", true));
  CHECK(how_to_go_on(file.output).find("nothing to go on from") != std::string::npos);
  CHECK(how_to_go_on("").find("-o FILE") != std::string::npos);
}

TEST_CASE("without --resume an old journal is not looked at", "[cli][journal]") {
  CHECK(open_journal("no/such/file.json", "default", false));
  CHECK_FALSE(open_journal("no/such/file.json", "default", true));
}
