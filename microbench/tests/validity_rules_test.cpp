// SPDX-License-Identifier: Apache-2.0
#include "microbench/validity_rules.hpp"

#include <array>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// A round in which nothing happened, at a clock of 3 GHz.
Block quiet_block() {
  Block block;
  block.seconds_per_iteration = 1e-9;
  block.steps_per_iteration = 3.0;
  block.steps_per_second = 3e9;
  block.samples = 9;
  block.trouble.seconds = 0.02;
  block.trouble.clock_low = block.trouble.clock_high = 3e9;
  block.trouble.cpu = 1;
  return block;
}

Block at_clock(double hertz) {
  Block block = quiet_block();
  block.steps_per_second = block.trouble.clock_low = block.trouble.clock_high = hertz;
  return block;
}

std::vector<Block> rounds(std::size_t count) { return std::vector<Block>(count, quiet_block()); }

const ValiditySign* find(const std::vector<ValiditySign>& signs, Sign wanted) {
  for (const ValiditySign& sign : signs)
    if (sign.sign == wanted) return &sign;
  return nullptr;
}

constexpr std::array all_signs{Sign::descheduled,   Sign::migrated,   Sign::page_faults, Sign::clock_moved,
                               Sign::timer_jumped,  Sign::background, Sign::neighbours,  Sign::stolen,
                               Sign::clock_drifted, Sign::clock_fell, Sign::throttled,   Sign::quota,
                               Sign::unwatched};

}  // namespace

TEST_CASE("rounds in which nothing happened show no sign", "[core][validity]") {
  for (const std::size_t count : {1U, 5U, 8U, 11U}) CHECK(signs_of(rounds(count), {}).empty());
  CHECK(signs_of({}, {}).empty());
}

TEST_CASE("every sign has a name of its own, and its name stands for it", "[core][validity]") {
  for (const Sign sign : all_signs) {
    CHECK(parse_sign(to_string(sign)) == sign);
    CHECK_FALSE(unit_of(sign).empty());
  }
  CHECK_FALSE(parse_sign("haunted").has_value());
}

TEST_CASE("what the interval leaves aside may be touched, one round more spoils the row", "[core][validity]") {
  for (const int count : {5, 8, 11, 17}) {
    const int aside = rounds_left_aside(count);
    for (int touched = 1; touched <= aside + 1; ++touched) {
      std::vector<Block> blocks = rounds(static_cast<std::size_t>(count));
      for (int i = 0; i < touched; ++i) blocks[static_cast<std::size_t>(2 * i)].trouble.stolen_share = 0.05;
      const auto signs = signs_of(blocks, {});
      INFO(count << " rounds, " << touched << " touched");
      REQUIRE(signs.size() == 1);
      CHECK(signs[0].rounds.size() == static_cast<std::size_t>(touched));
      CHECK(signs[0].rounds.front() == 1);
      CHECK(signs[0].count == Approx(5.0));
      CHECK(spoiled(signs) == (touched > aside));
      CHECK(quality_with(Quality::stable, signs) == (touched > aside ? Quality::noisy : Quality::stable));
    }
  }
  CHECK(rounds_left_aside(5) == 0);
  CHECK(rounds_left_aside(8) == 1);
  CHECK(rounds_left_aside(11) == 2);
}

TEST_CASE("pairs that were discarded as on any day are counted, and spoil nothing", "[core][validity]") {
  // A shared machine loses one slice in three; what is discarded is not in the number.
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) {
    block.trouble.descheduled_pairs = 20;
    block.trouble.off_core_seconds = 0.01 * block.trouble.seconds;
    block.dropped_clock = 3;
  }
  const auto signs = signs_of(blocks, {});
  REQUIRE(find(signs, Sign::descheduled) != nullptr);
  CHECK(find(signs, Sign::descheduled)->count == 100.0);
  CHECK(find(signs, Sign::clock_moved)->count == 15.0);
  CHECK(find(signs, Sign::background) == nullptr);
  CHECK(quality_with(Quality::stable, signs) == Quality::stable);
  CHECK(notes_of(signs).empty());
}

TEST_CASE("a task that has the core now and then is background", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) block.trouble.off_core_seconds = 0.4 * block.trouble.seconds;
  const auto signs = signs_of(blocks, {});
  REQUIRE(find(signs, Sign::background) != nullptr);
  CHECK(find(signs, Sign::background)->count == Approx(40.0));
  CHECK(quality_with(Quality::stable, signs) == Quality::noisy);
  REQUIRE(notes_of(signs).size() == 1);
  CHECK(notes_of(signs)[0] == "other tasks had 40.0 percent of the processor time (rounds 1-5)");
}

TEST_CASE("what others had of a team's cpus is a share of the time of them all", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) block.trouble.others_share = 0.05;  // a fifth of one of four
  const auto signs = signs_of(blocks, {});
  REQUIRE(find(signs, Sign::background) != nullptr);
  CHECK(find(signs, Sign::background)->count == Approx(5.0));
  CHECK(spoiled(signs));
}

TEST_CASE("busy neighbours spoil what is judged in seconds, not what happens inside a core", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) block.trouble.neighbours = 1.0;
  CHECK_FALSE(spoiled(signs_of(blocks, {.in_cycles = true})));
  CHECK(spoiled(signs_of(blocks, {.in_cycles = false})));
}

TEST_CASE("a clock that falls over the rounds is throttled, one that turbo moves is only noted", "[core][validity]") {
  const std::vector<Block> fell{at_clock(1.5e9), at_clock(1.5e9), at_clock(1.0e9), at_clock(1.0e9), at_clock(1.0e9)};
  const auto signs = signs_of(fell, {});
  REQUIRE(find(signs, Sign::clock_fell) != nullptr);
  CHECK(find(signs, Sign::clock_fell)->rounds == std::vector<int>{3, 4, 5});
  CHECK(find(signs, Sign::clock_fell)->count == Approx(100.0 / 3.0));
  const auto guest = signs_of(fell, {.in_cycles = true, .host_clock = true});
  REQUIRE(find(guest, Sign::clock_fell) != nullptr);
  CHECK_FALSE(find(guest, Sign::clock_fell)->spoils);
  CHECK(find(signs_of(fell, {.in_cycles = false, .host_clock = true}), Sign::clock_fell)->spoils);
  CHECK(quality_with(Quality::stable, signs) == Quality::throttled);
  CHECK(quality_with(Quality::noisy, signs) == Quality::throttled);

  const std::vector<Block> turbo{at_clock(3.7e9), at_clock(3.6e9), at_clock(3.5e9), at_clock(3.6e9), at_clock(3.7e9)};
  const auto drift = signs_of(turbo, {});
  CHECK(find(drift, Sign::clock_drifted) != nullptr);
  CHECK(find(drift, Sign::clock_fell) == nullptr);
  CHECK(quality_with(Quality::stable, drift) == Quality::stable);

  // A clock that rises from a sleepy start was not held down.
  const std::vector<Block> rose{at_clock(1.0e9), at_clock(1.5e9), at_clock(1.5e9), at_clock(1.5e9), at_clock(1.5e9)};
  CHECK(find(signs_of(rose, {}), Sign::clock_fell) == nullptr);
  CHECK(find(signs_of(rose, {}), Sign::clock_drifted) != nullptr);
}

TEST_CASE("what the firmware says makes a row throttled, and the note says who said it", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  blocks[3].trouble.throttle_reports = throttle::capped | throttle::under_voltage;
  const auto signs = signs_of(blocks, {});
  CHECK(quality_with(Quality::stable, signs) == Quality::throttled);
  REQUIRE(notes_of(signs).size() == 1);
  CHECK(notes_of(signs)[0] == "the clock was held down in 1 rounds: under-voltage, firmware caps the clock (round 4)");
}

TEST_CASE("a thread that ends a round on another cpu than it began was migrated", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  blocks[2].trouble.cpu = 0;
  const auto signs = signs_of(blocks, {});
  REQUIRE(find(signs, Sign::migrated) != nullptr);
  CHECK(find(signs, Sign::migrated)->rounds == std::vector<int>{3});
  CHECK(spoiled(signs));
}

TEST_CASE("what is emulated stays so, whatever else is wrong", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) block.trouble.throttle_reports = throttle::throttled;
  CHECK(quality_with(Quality::emulated, signs_of(blocks, {})) == Quality::emulated);
  CHECK(quality_with(Quality::emulated, {}) == Quality::emulated);
}

TEST_CASE("what a quota explains is the quota's, and only the rest is other tasks'", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  for (Block& block : blocks) {
    block.trouble.seconds = 0.1;
    block.trouble.off_core_seconds = 0.061;
    block.trouble.quota_seconds = 0.06;
  }
  const auto signs = signs_of(blocks, {});
  REQUIRE(find(signs, Sign::quota) != nullptr);
  CHECK(find(signs, Sign::quota)->count == Approx(60.0));
  CHECK(find(signs, Sign::background) == nullptr);
  CHECK(quality_with(Quality::stable, signs) == Quality::noisy);
  CHECK(notes_of(signs)[0] == "a quota of processor time stopped the thread for 60.0 percent of the time (rounds 1-5)");

  for (Block& block : blocks) block.trouble.off_core_seconds = 0.08;
  CHECK(find(signs_of(blocks, {}), Sign::background)->count == Approx(20.0));
  // Stopped between its pairs: they have lost nothing.
  for (Block& block : blocks) block.trouble.off_core_seconds = 0.0;
  CHECK(signs_of(blocks, {}).empty());
}

TEST_CASE("rounds that nobody could watch are said, and are no fault of the row", "[core][validity]") {
  std::vector<Block> blocks = rounds(5);
  blocks[1].trouble.unwatched = blocks[2].trouble.unwatched = 1.0;
  const auto signs = signs_of(blocks, {});
  REQUIRE(signs.size() == 1);
  CHECK(signs[0].sign == Sign::unwatched);
  CHECK(signs[0].rounds == std::vector<int>{2, 3});
  CHECK(quality_with(Quality::stable, signs) == Quality::stable);
  CHECK(notes_of(signs).size() == 1);
}

TEST_CASE("a row without an interval says how many rounds it had and how many of them were usable",
          "[core][validity]") {
  CHECK(too_few_rounds(1, 1) == "only 1 round: no 90 % interval");
  CHECK(too_few_rounds(4, 4) == "only 4 rounds: no 90 % interval");
  CHECK(too_few_rounds(4, 8) ==
        "only 4 of 8 rounds are usable, every sample of the others was dropped: no 90 % interval");
}
