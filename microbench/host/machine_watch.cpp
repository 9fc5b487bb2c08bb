// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/machine_watch.hpp"

#include <algorithm>
#include <ctime>
#include <set>
#include <utility>

#include "microbench/host/cpu_quota.hpp"
#include "microbench/host/cpu_topology.hpp"
#include "microbench/host/cpufreq.hpp"

namespace cachebound {
namespace {

/// A hundred ticks: a share of one percent is one of them.
constexpr Seconds window{1.0};
/// A difference of two readings is wrong by up to one tick, so two say that at least one was really stolen.
constexpr double fewest_stolen_ticks = 2.0;
/// Ticks fall on whoever runs at that instant; by chance a few of a hundred are those of a task that hardly ran.
constexpr double fewest_others_ticks = 5.0;
/// What others used of our cpus together, in cpus, before it is reported: of a second a tenth is ten ticks, and three
/// may be chance. Of one cpu, however many are ours: a team is as slow as the thread that was disturbed.
constexpr double others_of_one_cpu = 0.10;

/// Some sandboxes show a /proc/stat that never changes. Real ticks, of idle cpus too, go on within this.
constexpr Seconds still{0.1};

bool stands_still(const CpuActivities& before, const CpuActivities& now) { return before == now; }

}  // namespace

MachineWatch::MachineWatch(std::shared_ptr<const FileSystem> files, Clock& clock, std::vector<int> cpus,
                           std::function<Seconds()> own_cpu_time)
    : files_(std::move(files)), clock_(clock), cpus_(std::move(cpus)), own_cpu_time_(std::move(own_cpu_time)) {
  for (const int cpu : cpus_) {
    std::vector<int> siblings = read_cpu_topology(*files_, cpu, {}).core_cpus;
    siblings_.push_back(siblings.empty() ? std::vector<int>{cpu} : std::move(siblings));
  }
  throttle_ = read_throttle_state(*files_, cpus_);
  quota_statistics_ = quota_statistics(*files_);
  stopped_ = read_stopped_time(*files_, quota_statistics_);
  look();
}

bool MachineWatch::look() {
  auto activity = read_cpu_activity(*files_);
  if (!activity) return false;
  looks_.push_back({.at = clock_.now(), .own = own_cpu_time_(), .cpus = std::move(activity).value()});
  // The youngest that is a window old stays: it is where the window begins.
  while (looks_.size() > 2 && looks_.back().at - looks_[1].at >= window) looks_.pop_front();
  return !stands_still(looks_.front().cpus, looks_.back().cpus) || looks_.back().at - looks_.front().at < still;
}

void MachineWatch::after_block(Block& block, int threads) {
  Trouble& trouble = block.trouble;
  if (const auto claimed = read_claimed_clock(*files_, cpus_.front())) trouble.claimed_hertz = claimed->value;
  // Moved before the block began and never moved back: no pair of it shows that.
  if (trouble.cpu >= 0.0 && trouble.cpu != static_cast<double>(cpus_.front())) ++trouble.migrated_pairs;
  const Seconds stopped = read_stopped_time(*files_, quota_statistics_);
  trouble.quota_seconds = std::max(stopped - stopped_, Seconds{}).value;
  stopped_ = stopped;
  if (!look()) {
    trouble.unwatched = 1.0;
    return;
  }
  if (looks_.size() < 2) return;
  const Look& first = looks_.front();
  const Look& last = looks_.back();
  const Seconds passed = last.at - first.at;
  if (passed <= Seconds{}) return;

  const auto team = std::min(static_cast<std::size_t>(std::max(threads, 1)), cpus_.size());
  std::set<int> ours;  // with the hardware threads beside them
  for (std::size_t i = 0; i < team; ++i) ours.insert(siblings_[i].begin(), siblings_[i].end());
  Seconds on_ours{}, elsewhere{}, most_stolen{};
  for (const auto& [cpu, now] : last.cpus) {
    const auto before = first.cpus.find(cpu);
    if (before == first.cpus.end()) continue;  // it came back from being offline
    (ours.contains(cpu) ? on_ours : elsewhere) += now.busy - before->second.busy;
    const auto end = cpus_.begin() + static_cast<std::ptrdiff_t>(team);
    if (std::find(cpus_.begin(), end, cpu) != end && now.stolen && before->second.stolen)
      most_stolen = std::max(most_stolen, *now.stolen - *before->second.stolen);
  }
  // Ticks are rounded, and 2 of them may read as 0.019999.
  const auto ticks = [](Seconds time) { return ratio(time, activity_tick) + 0.01; };
  if (ticks(most_stolen) >= fewest_stolen_ticks) trouble.stolen_share = ratio(most_stolen, passed);
  // A larger team may have run before this block: what it did elsewhere is ours too, so that all others together are
  // known, but of theirs on our core as much may be taken for theirs elsewhere.
  const Seconds own = last.own - first.own;
  const Seconds others = std::max(on_ours - own, Seconds{});
  const Seconds neighbours = on_ours + elsewhere - own - others;
  // All cpus tick together, so that of a large team the error adds up: a tick for each of its cpus.
  const auto ours_cpus = static_cast<double>(ours.size());
  if (ticks(others) >= std::max(fewest_others_ticks, ours_cpus) && ratio(others, passed) >= others_of_one_cpu)
    trouble.others_share = std::min(ratio(others, passed) / ours_cpus, 1.0);
  if (ticks(neighbours) >= fewest_others_ticks) {
    // Ticks of a short window may add up to more than the other cpus have.
    const auto others_cpus = static_cast<double>(last.cpus.size()) - static_cast<double>(team);
    trouble.neighbours = std::min(ratio(neighbours, passed), std::max(others_cpus, 0.0));
  }
}

void MachineWatch::after_round(const std::vector<Block*>& blocks) {
  ThrottleState now = read_throttle_state(*files_, cpus_);
  const unsigned reports = throttle_reports(throttle_, now);
  throttle_ = std::move(now);
  for (Block* block : blocks) block->trouble.throttle_reports = reports;
}

Seconds process_cpu_time() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return {static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec)};
}

BlockWatch watch_with(const std::shared_ptr<MachineWatch>& watch) {
  return {.after_block = [watch](Block& block, int threads) { watch->after_block(block, threads); },
          .after_round = [watch](const std::vector<Block*>& blocks) { watch->after_round(blocks); }};
}

}  // namespace cachebound
