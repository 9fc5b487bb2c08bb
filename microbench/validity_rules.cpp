// SPDX-License-Identifier: Apache-2.0
#include "microbench/validity_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "microbench/statistics.hpp"

namespace cachebound {
namespace {

/// Which rounds a sign touched, and how much: one number for each block, 0 where it is untouched.
using Amount = std::function<double(const Block&, std::size_t round)>;

enum class Total { sum, worst, rounds };

struct Reading {
  Sign sign;
  Amount amount;
  Total total;
  bool may_spoil;
};

bool measured(const Block& block) { return block.samples > 0 || block.dropped > 0; }

double beyond(double value, double threshold) { return value >= threshold ? value : 0.0; }

double percent(double share) { return 100.0 * share; }

/// The fastest clock that was seen in this round or before, in steps of the row's own chain.
std::vector<double> fastest_so_far(std::span<const Block> blocks) {
  std::vector<double> fastest;
  double best = 0.0;
  for (const Block& block : blocks) fastest.push_back(best = std::max(best, block.trouble.clock_high));
  return fastest;
}

unsigned reports_of(const Block& block) { return static_cast<unsigned>(block.trouble.throttle_reports); }

double share_of_pairs(const Block& block, double seconds) {
  return block.trouble.seconds > 0.0 ? seconds / block.trouble.seconds : 0.0;
}

/// Of the time for which the thread lost its core, what a quota explains. A stop between the pairs costs them nothing.
double by_quota(const Block& block) { return std::min(block.trouble.quota_seconds, block.trouble.off_core_seconds); }

ValiditySign total_of(const Reading& reading, std::span<const Block> blocks, int left_aside) {
  ValiditySign sign{.sign = reading.sign};
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const double amount = measured(blocks[i]) ? reading.amount(blocks[i], i) : 0.0;
    if (amount <= 0.0) continue;
    sign.rounds.push_back(static_cast<int>(i) + 1);
    sign.count = reading.total == Total::worst ? std::max(sign.count, amount) : sign.count + amount;
  }
  if (reading.total == Total::rounds) sign.count = static_cast<double>(sign.rounds.size());
  sign.spoils = reading.may_spoil && static_cast<int>(sign.rounds.size()) > left_aside;
  return sign;
}

}  // namespace

int rounds_left_aside(int rounds) { return rounds < fewest_rounds ? 0 : median_interval(rounds).low; }

std::vector<ValiditySign> signs_of(std::span<const Block> blocks, const ValidityRule& rule) {
  const std::vector<double> fastest = fastest_so_far(blocks);
  const double home = blocks.empty() ? -1.0 : blocks.front().trouble.cpu;
  const auto behind = [&](double clock, std::size_t round) {
    return clock > 0.0 && fastest[round] > 0.0 ? 1.0 - clock / fastest[round] : 0.0;
  };
  double slowest = 0.0;
  for (const Block& block : blocks)
    if (block.trouble.clock_low > 0.0 && (slowest == 0.0 || block.trouble.clock_low < slowest))
      slowest = block.trouble.clock_low;

  const std::array<Reading, 13> readings{{
      {Sign::descheduled, [](const Block& b, auto) { return b.trouble.descheduled_pairs; }, Total::sum, false},
      {Sign::migrated,
       [&](const Block& b, auto) {
         const bool elsewhere = b.trouble.cpu >= 0.0 && home >= 0.0 && b.trouble.cpu != home;
         // A block that could not be run, since its cpus were taken away, counts its samples as migrated.
         return std::max({b.trouble.migrated_pairs, static_cast<double>(b.dropped_migrated), elsewhere ? 1.0 : 0.0});
       },
       Total::sum, true},
      {Sign::page_faults, [](const Block& b, auto) { return b.trouble.page_faults; }, Total::sum, false},
      {Sign::clock_moved, [](const Block& b, auto) { return static_cast<double>(b.dropped_clock); }, Total::sum, false},
      {Sign::timer_jumped, [](const Block& b, auto) { return b.trouble.jumped_pairs; }, Total::sum, true},
      {Sign::background,
       [](const Block& b, auto) {
         const double lost = share_of_pairs(b, b.trouble.off_core_seconds - by_quota(b));
         return percent(std::max(beyond(lost, background_share), b.trouble.others_share));
       },
       Total::worst, true},
      {Sign::quota,
       [](const Block& b, auto) { return percent(beyond(share_of_pairs(b, by_quota(b)), background_share)); },
       Total::worst, true},
      {Sign::neighbours, [](const Block& b, auto) { return beyond(b.trouble.neighbours, busy_neighbours); },
       Total::worst, !rule.in_cycles},
      {Sign::stolen, [](const Block& b, auto) { return percent(beyond(b.trouble.stolen_share, stolen_share)); },
       Total::worst, true},
      {Sign::clock_drifted,
       [&](const Block& b, auto) {
         const double above = slowest > 0.0 ? 1.0 - slowest / std::max(b.trouble.clock_high, slowest) : 0.0;
         return percent(beyond(above, clock_drift));
       },
       Total::worst, false},
      {Sign::clock_fell,
       [&](const Block& b, std::size_t i) { return percent(beyond(behind(b.steps_per_second, i), clock_fall)); },
       Total::worst, !(rule.host_clock && rule.in_cycles)},
      {Sign::throttled, [](const Block& b, auto) { return static_cast<double>(reports_of(b)); }, Total::rounds, true},
      {Sign::unwatched, [](const Block& b, auto) { return b.trouble.unwatched; }, Total::rounds, false},
  }};
  // The interval is over the rounds that gave a value.
  const auto usable = std::count_if(blocks.begin(), blocks.end(), [](const Block& b) { return b.samples > 0; });
  const int left_aside = rounds_left_aside(static_cast<int>(usable));
  std::vector<ValiditySign> signs;
  for (const Reading& reading : readings) {
    ValiditySign sign = total_of(reading, blocks, left_aside);
    if (!sign.rounds.empty()) signs.push_back(std::move(sign));
  }
  unsigned reports = 0;
  for (const Block& block : blocks) reports |= reports_of(block);
  for (ValiditySign& sign : signs)
    if (sign.sign == Sign::throttled) sign.detail = describe_throttling(reports);
  return signs;
}

bool spoiled(std::span<const ValiditySign> signs) {
  return std::any_of(signs.begin(), signs.end(), [](const ValiditySign& sign) { return sign.spoils; });
}

Quality quality_with(Quality by_interval, std::span<const ValiditySign> signs) {
  if (by_interval == Quality::emulated) return by_interval;
  for (const ValiditySign& sign : signs)
    if (sign.spoils && (sign.sign == Sign::clock_fell || sign.sign == Sign::throttled)) return Quality::throttled;
  return spoiled(signs) && by_interval == Quality::stable ? Quality::noisy : by_interval;
}

std::vector<std::string> notes_of(std::span<const ValiditySign> signs) {
  std::vector<std::string> notes;
  for (const ValiditySign& sign : signs) {
    const bool turbo = sign.sign == Sign::clock_drifted && sign.count < percent(clock_fall);
    const bool everyday = turbo || sign.sign == Sign::descheduled || sign.sign == Sign::clock_moved;
    if (sign.spoils || !everyday) notes.push_back(to_text(sign));
  }
  return notes;
}

}  // namespace cachebound
