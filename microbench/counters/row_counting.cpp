// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/row_counting.hpp"

#include <algorithm>
#include <cmath>

#include "microbench/counters/derive.hpp"

namespace cachebound {
namespace {

/// Long enough that what starting and stopping count besides (some hundred instructions, and the lines that the system
/// calls displace) is below 0.1 % of a millisecond's work; a tenth of a block.
constexpr double repetition_seconds = 2e-3;

void add(CountedValues& counted, std::vector<CounterValue> values) {
  counted.values.insert(counted.values.end(), std::make_move_iterator(values.begin()),
                        std::make_move_iterator(values.end()));
}

std::string note_of(const Counters& counters, const Error& error) { return counters.source() + ": " + error.detail; }

}  // namespace

void RowCounting::begin_block() {
  started_.clear();
  for (const CountersPtr& group : plan_.software) started_.push_back(group->start());
  block_start_ = clock_->now();
}

void RowCounting::end_block(CountedValues& counted) {
  const Seconds wall = clock_->now() - block_start_;
  for (std::size_t i = 0; i < plan_.software.size(); ++i) {
    const CountersPtr& group = plan_.software[i];
    // One that did not start may well stop and be read, and would then tell of the block before, or nothing.
    Status refused = i < started_.size() ? started_[i] : std::nullopt;
    if (!refused) refused = group->stop();
    const auto readings = refused ? Result<std::vector<CounterReading>>(*refused) : group->read();
    if (readings) {
      add(counted, per_second(*readings, group->source(), wall));
    } else {
      counted.notes.push_back(note_of(*group, readings.error()));
    }
  }
}

Result<std::vector<CounterReading>> RowCounting::count(HardwareGroup& group, const Repetition& repetition,
                                                       std::size_t iterations) {
  if (auto refused = group.counters->start()) return *refused;
  repetition.run(iterations);
  if (auto refused = group.counters->stop()) return *refused;
  return group.counters->read();
}

void RowCounting::repeat(const Repetition& repetition, int round, double seconds_per_iteration,
                         CountedValues& counted) {
  if (plan_.hardware.empty() || !repetition.run || seconds_per_iteration <= 0.0) return;
  HardwareGroup& group = plan_.hardware[static_cast<std::size_t>(round) % plan_.hardware.size()];
  const double wanted = std::ceil(repetition_seconds / seconds_per_iteration);
  const auto iterations = static_cast<std::size_t>(std::max(1.0, wanted));
  auto readings = count(group, repetition, iterations);
  if (!readings && readings.error().reason == Reason::no_resources && group.share) {
    // Others hold the counters: what is counted from here on is a share of the time, and says so.
    if (auto shared = group.share()) {
      group.counters = std::move(shared).value();
      group.share = {};
      readings = count(group, repetition, iterations);
    }
  }
  if (!readings) {
    counted.notes.push_back(note_of(*group.counters, readings.error()));
    return;
  }
  add(counted, derive(*readings, group.counters->source(), plan_.derived, plan_.line_bytes,
                      {.iterations = static_cast<double>(iterations),
                       .unit = repetition.unit,
                       .seconds_per_iteration = seconds_per_iteration,
                       .declared_read_bytes = repetition.declared_read_bytes}));
}

}  // namespace cachebound
