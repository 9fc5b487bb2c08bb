// SPDX-License-Identifier: Apache-2.0
#include "microbench/gbench/round_runner.hpp"

#include <fstream>
#include <sstream>

#include "catch_compat.hpp"
#include "microbench/gbench/reporter.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

Block block_of(double steps) {
  return {.seconds_per_iteration = 1e-9 * steps,
          .steps_per_iteration = steps,
          .steps_per_second = 1e9,
          .samples = 9,
          .dropped = 1,
          .dropped_descheduled = 1,
          .balance = 1.25};
}

Row steady_row(const std::string& id, double steps) {
  return {.id = id, .measure = [steps](int) { return block_of(steps); }, .published = {}};
}

Row wild_row(const std::string& id) {
  return {.id = id, .measure = [](int round) { return block_of(round % 2 == 0 ? 1.0 : 2.0); }, .published = {}};
}

}  // namespace

TEST_CASE("rows come back under their own ids with one block per round", "[core][gbench]") {
  const auto result =
      run_rounds({steady_row("read_x/ws:24KiB", 2.0), steady_row("fma_x/threads:2", 3.0)}, {}, {}, {}, {});
  REQUIRE(result.size() == 2);
  CHECK(result[0].id == "read_x/ws:24KiB");
  CHECK(result[1].blocks.size() == 5);
  REQUIRE(result[0].blocks.size() == 5);
  CHECK(result[0].blocks[4].steps_per_iteration == 2.0);
  CHECK(result[0].blocks[4].samples == 9);
  CHECK(result[0].blocks[4].dropped_descheduled == 1);
  CHECK(result[0].blocks[4].balance == 1.25);
}

TEST_CASE("a settled row stops at the first preset round and a wild one goes on to the last", "[core][gbench]") {
  Row shared = wild_row("shared");
  shared.refine = false;
  const auto result = run_rounds({steady_row("calm", 2.0), wild_row("wild"), shared}, {}, {}, {}, {});
  CHECK(result[0].blocks.size() == 5);
  CHECK(result[1].blocks.size() == 11);
  CHECK(result[2].blocks.size() == 5);
}

TEST_CASE("an interrupted run keeps what it has and goes on where it stopped", "[core][gbench]") {
  std::atomic<bool> stop = false;
  int rounds = 0;
  RoundEvents events;
  events.stop = &stop;
  events.on_round = [&](const std::vector<RowRounds>&) { stop = ++rounds == 2; };
  const std::vector<Row> rows{steady_row("a", 2.0), steady_row("b", 3.0)};
  const auto partial = run_rounds(rows, {}, {}, events, {});
  CHECK(partial[0].blocks.size() == 2);
  CHECK_FALSE(partial[0].error.has_value());

  int measured = 0;
  RoundEvents count;
  count.on_row = [&](const RoundProgress&) { ++measured; };
  const auto complete = run_rounds(rows, {}, partial, count, {});
  CHECK(complete[0].blocks.size() == 5);
  CHECK(measured == 2 * 3);
}

TEST_CASE("every round is one run of Google Benchmark whose own JSON covers them all", "[core][gbench]") {
  const std::string path = "round_runner_test_out.json";
  run_rounds({steady_row("a", 2.0)}, {}, {}, {}, {.flags = {"--benchmark_out=" + path}});
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  std::remove(path.c_str());
  const std::string json = text.str();
  std::size_t entries = 0;
  for (auto at = json.find("\"steps_per_iteration\""); at != std::string::npos;
       at = json.find("\"steps_per_iteration\"", at + 1)) {
    ++entries;
  }
  CHECK(entries == 5);
  CHECK(json.find("\"context\"") != std::string::npos);
}

TEST_CASE("what is seen after a round reaches every repetition that Google Benchmark made in it", "[core][gbench]") {
  RoundEvents events;
  events.watch.after_round = [](const std::vector<Block*>& blocks) {
    for (Block* block : blocks) block->trouble.throttle_reports = throttle::capped;
  };
  const auto result = run_rounds({steady_row("a", 2.0), steady_row("b", 3.0)}, {}, {}, events,
                                 {.flags = {"--benchmark_repetitions=3"}});
  // The library keeps the flag for the tests after this one.
  REQUIRE_FALSE(check_flags({.flags = {"--benchmark_repetitions=1"}}).has_value());
  for (const RowRounds& row : result) {
    REQUIRE(row.blocks.size() >= 5);
    CHECK(row.blocks.size() % 3 == 0);
    for (const Block& block : row.blocks) CHECK(block.trouble.throttle_reports == throttle::capped);
  }
}

TEST_CASE("the suffixes of Google Benchmark are stripped from a name", "[core][gbench]") {
  CHECK(strip_run_suffixes("read_avx2/ws:24KiB/iterations:1/manual_time") == "read_avx2/ws:24KiB");
  CHECK(strip_run_suffixes("gemm/naive/f32/m1n1k1/iterations:1/repeats:3/manual_time") == "gemm/naive/f32/m1n1k1");
  CHECK(strip_run_suffixes("fma_f32_avx2") == "fma_f32_avx2");
  CHECK(strip_run_suffixes("read_neon/ws:8MiB/threads:4/iterations:1/manual_time") == "read_neon/ws:8MiB/threads:4");
}
