// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/journal.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

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

TEST_CASE("a lock of another program is neither written nor removed", "[cli][journal]") {
  const TemporaryFile file;
  const std::string path = file.output + ".lock";
  std::ofstream(path) << "# This file is generated.";
  const auto refused = open_journal(file.output, "quick", false);
  std::ifstream kept(path);
  const std::string text((std::istreambuf_iterator<char>(kept)), {});
  std::remove(path.c_str());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.find("is no lock of cachebound") != std::string::npos);
  CHECK(text == "# This file is generated.");
}

TEST_CASE("a journal whose times or clock nothing can have is refused with its name and place", "[cli][journal]") {
  const TemporaryFile file;
  const Block good{
      .seconds_per_iteration = 1.25e-7, .steps_per_iteration = 128.5, .steps_per_second = 1.5e9, .samples = 9};
  const auto resumed = [&](const Block& block) {
    Journal journal{.plan = "quick", .parts = {}};
    journal.part("cortex-a72").push_back({.id = "read_neon", .blocks = {block}, .error = std::nullopt});
    REQUIRE_FALSE(write_journal(journal_path(file.output), journal).has_value());
    return open_journal(file.output, journal.plan, true);
  };
  CHECK(resumed(good));
  CHECK(resumed({.dropped = 9}));  // no sample of it counts, so it states no time
  for (double Block::*member : {&Block::seconds_per_iteration, &Block::steps_per_iteration, &Block::steps_per_second}) {
    for (const double absurd : {0.0, 1e-320, 1e-40, 1e40}) {
      INFO(absurd);
      Block block = good;
      block.*member = absurd;
      const auto refused = resumed(block);
      REQUIRE_FALSE(refused);
      CHECK(refused.error().reason == Reason::malformed);
      CHECK(refused.error().detail.find(journal_path(file.output) + ": at /parts/0/rows/0/blocks/0/s") == 0);
    }
  }
  Block claimed = good;
  claimed.trouble.claimed_hertz = 1e-320;
  CHECK(resumed(claimed).error().detail.find("/trouble/claimed_hertz: expected 0 or a clock") != std::string::npos);
  Block slow = good;
  slow.steps_per_second = 0.5;
  CHECK(resumed(slow).error().detail.find("/steps_per_second: expected") != std::string::npos);
}

TEST_CASE("a journal of another plan is refused by name", "[cli][journal]") {
  const TemporaryFile file;
  REQUIRE_FALSE(write_journal(journal_path(file.output), {.plan = "quick", .parts = {}}).has_value());
  const auto refused = open_journal(file.output, "default", true);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.find("quick") != std::string::npos);
}

TEST_CASE(
    "a run that begins anew keeps an earlier journal until its own first round, and says what an interrupt leaves",
    "[cli][journal]") {
  const TemporaryFile file;
  REQUIRE_FALSE(write_journal(journal_path(file.output), {.plan = "quick", .parts = {}}).has_value());
  CHECK(how_to_go_on(file.output).find("go on with --resume") != std::string::npos);
  // One that begins anew replaces it by its own first round, and not before.
  REQUIRE(open_journal(file.output, "default", false));
  CHECK(open_journal(file.output, "quick", true));
  std::remove(journal_path(file.output).c_str());
  CHECK(how_to_go_on(file.output).find("no journal to go on from") != std::string::npos);
  CHECK(how_to_go_on("").find("-o FILE") != std::string::npos);
}

TEST_CASE("without --resume an old journal is not looked at", "[cli][journal]") {
  CHECK(open_journal("no/such/file.json", "default", false));
  CHECK_FALSE(open_journal("no/such/file.json", "default", true));
}

TEST_CASE("an interruption before the first row says whether a journal was begun", "[cli][journal]") {
  const TemporaryFile file;
  const std::string journal = journal_path(file.output);
  CHECK(nothing_measured(file.output, journal).detail.find("--resume") == std::string::npos);
  REQUIRE_FALSE(write_journal(journal, {.plan = "operators workload=gemm_square", .parts = {}}));
  CHECK(nothing_measured(file.output, journal).detail.find("--resume goes on from " + journal) != std::string::npos);
}
