// SPDX-License-Identifier: Apache-2.0
#include "microbench/gbench/round_runner.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <random>

#include "microbench/counters/row_counting.hpp"
#include "microbench/gbench/reporter.hpp"
#include "microbench/statistics.hpp"
#include "microbench/validity_rules.hpp"

namespace cachebound {
namespace {

bool stopped(const RoundEvents& events) { return events.stop != nullptr && events.stop->load(); }

/// What became of the flags.
struct Initialised {
  std::string json_out;
  std::vector<std::string> unknown;
};

/// Hands the flags to Google Benchmark; `--benchmark_out` is kept back, since each round would truncate the file: our
/// reporter writes one document over all rounds instead.
Initialised initialise(const GbenchOptions& options) {
  static const std::string out_flag = "--benchmark_out=";
  Initialised result;
  std::vector<std::string> arguments{"cachebound"};
  for (const std::string& flag : options.flags) {
    if (flag.starts_with(out_flag)) {
      result.json_out = flag.substr(out_flag.size());
    } else {
      arguments.push_back(flag);
    }
  }
  // Google Benchmark keeps the pointer to the program's name for its JSON: it must outlive this function.
  static char program[] = "cachebound";
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.front() = program;
  int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  benchmark::Initialize(&argc, argv.data());
  // What it knows it takes out; its own report of the rest says nothing of "--".
  for (int i = 1; i < argc; ++i) result.unknown.emplace_back(argv[static_cast<std::size_t>(i)]);
  return result;
}

/// One block, with what is counted beside it.
Block measure(const Row& row, int round, RowCounting* counting) {
  if (counting == nullptr) return row.measure(round);
  CountedValues counted;
  counting->begin_block();
  Block block = row.measure(round);
  counting->end_block(counted);
  counting->repeat(row.repetition, round, block.seconds_per_iteration, counted);
  block.counted = std::move(counted);
  return block;
}

/// Google Benchmark hands a block on as numbers alone; what was counted, with its words, goes past it: in the order of
/// the blocks, since it reports repetitions of a row together, after the last.
using CountedByRow = std::map<std::string, std::deque<CountedValues>>;

void register_rows(const std::vector<Row>& rows, const std::vector<std::size_t>& order, int round,
                   const RoundEvents& events, CountedByRow& counted) {
  benchmark::ClearRegisteredBenchmarks();
  for (const std::size_t index : order) {
    const Row& row = rows[index];
    benchmark::RegisterBenchmark(row.id.c_str(),
                                 [&row, round, &events, &counted](benchmark::State& state) {
                                   Block block;
                                   for (auto _ : state) {
                                     if (stopped(events)) {
                                       state.SkipWithError("interrupted");
                                       return;
                                     }
                                     block = measure(row, round, events.counting);
                                     if (events.watch.after_block) events.watch.after_block(block, row.threads);
                                     state.SetIterationTime(block.seconds_per_iteration);
                                   }
                                   publish(block, state.counters);
                                   counted[row.id].push_back(std::move(block.counted));
                                   if (!row.published) return;
                                   for (const auto& [name, value] : row.published(block)) state.counters[name] = value;
                                 })
        ->Iterations(1)
        ->UseManualTime();
  }
}

CountedValues take_first(std::deque<CountedValues>& waiting) {
  if (waiting.empty()) return {};
  CountedValues first = std::move(waiting.front());
  waiting.pop_front();
  return first;
}

std::vector<std::size_t> blocks_so_far(const std::vector<RowRounds>& gathered) {
  std::vector<std::size_t> counts;
  for (const RowRounds& row : gathered) counts.push_back(row.blocks.size());
  return counts;
}

/// All that came since: one block of each row, or as many as `--benchmark_repetitions` asks for.
std::vector<Block*> blocks_since(const std::vector<std::size_t>& before, std::vector<RowRounds>& gathered) {
  std::vector<Block*> blocks;
  for (std::size_t i = 0; i < gathered.size(); ++i)
    for (std::size_t block = before[i]; block < gathered[i].blocks.size(); ++block)
      blocks.push_back(&gathered[i].blocks[block]);
  return blocks;
}

}  // namespace

Status check_flags(const GbenchOptions& options) {
  const std::vector<std::string> unknown = initialise(options).unknown;
  if (unknown.empty()) return std::nullopt;
  return Error{
      Reason::malformed,
      fmt::format("'{}' after \"--\" is no flag of Google Benchmark, or its value cannot be read", unknown.front())};
}

RoundValues round_values(const RowRounds& rounds) {
  RoundValues values;
  std::vector<CountedValues> counted;
  for (const Block& block : rounds.blocks) {
    counted.push_back(block.counted);
    values.samples += block.samples;
    values.dropped += block.dropped;
    values.lost_pairs += block.lost_pairs;
    if (block.samples == 0) continue;
    values.seconds_per_iteration.push_back(block.seconds_per_iteration);
    values.steps_per_iteration.push_back(block.steps_per_iteration);
    values.steps_per_second.push_back(block.steps_per_second);
    values.balance.push_back(block.balance);
    values.beside_bytes_per_second.push_back(block.beside_bytes_per_second);
  }
  values.counted = median_of(counted);
  return values;
}

bool settled(const RowRounds& rounds, const Row& row) {
  if (rounds.error) return true;
  const RoundValues values = round_values(rounds);
  const auto& judged = row.judge_in_cycles ? values.steps_per_iteration : values.seconds_per_iteration;
  if (judged.size() < fewest_rounds) return false;
  if (!row.refine) return true;
  if (spoiled(signs_of(rounds.blocks, {.in_cycles = row.judge_in_cycles, .host_clock = row.host_clock}))) return false;
  return relative_half_width(estimate<Seconds>(judged, 0.0, values.samples, values.dropped)) <= row.target_half_width;
}

std::vector<RowRounds> run_rounds(const std::vector<Row>& rows, const RoundPlan& plan, std::vector<RowRounds> so_far,
                                  const RoundEvents& events, const GbenchOptions& options) {
  std::vector<RowRounds> gathered;
  for (const Row& row : rows) {
    const auto known = std::find_if(so_far.begin(), so_far.end(), [&](const RowRounds& r) { return r.id == row.id; });
    gathered.push_back(known != so_far.end() ? *known : RowRounds{.id = row.id, .blocks = {}, .error = std::nullopt});
  }
  const auto index_of = [&](const std::string& id) {
    return std::find_if(gathered.begin(), gathered.end(), [&](const RowRounds& r) { return r.id == id; });
  };

  RoundProgress progress;
  CountedByRow counted;
  RoundReporter reporter(
      [&](const std::string& id, const Block& block) {
        const auto row = index_of(id);
        if (row == gathered.end()) return;
        row->blocks.push_back(block);
        row->blocks.back().counted = take_first(counted[id]);
        ++progress.rows_done;
        progress.row = id;
        if (events.on_row) events.on_row(progress);
      },
      [&](const std::string& id, const std::string& message) {
        const auto row = index_of(id);
        if (row != gathered.end() && message != "interrupted") row->error = Error{Reason::unstable, message};
      },
      initialise(options).json_out);

  for (const int stop : plan.stops) {
    for (int round = 0; round < stop && !stopped(events); ++round) {
      // A row takes part in this round if it lacks it: a resumed run fills up what an interrupted one left open, and
      // after a stop only the rows that are not settled go on (the caller may skip nothing else).
      std::vector<std::size_t> order;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool lacks = static_cast<int>(gathered[i].blocks.size()) <= round;
        if (lacks && !gathered[i].error && !(stop != plan.stops.front() && settled(gathered[i], rows[i]))) {
          order.push_back(i);
        }
      }
      if (order.empty()) continue;
      // A fixed seed per round: the order is random with respect to the rows, and a run can be repeated.
      std::mt19937 generator(static_cast<unsigned>(round + 1));
      std::shuffle(order.begin(), order.end(), generator);
      progress = {.round = round + 1, .rounds_planned = stop, .rows_done = 0, .rows = order.size(), .row = {}};
      const std::vector<std::size_t> before = blocks_so_far(gathered);
      register_rows(rows, order, round, events, counted);
      benchmark::RunSpecifiedBenchmarks(&reporter);
      if (events.watch.after_round) events.watch.after_round(blocks_since(before, gathered));
      if (events.on_round) events.on_round(gathered);
    }
  }
  benchmark::ClearRegisteredBenchmarks();
  reporter.finish();
  return gathered;
}

}  // namespace cachebound
