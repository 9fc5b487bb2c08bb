// SPDX-License-Identifier: Apache-2.0
#include "probes/loaded_latency.hpp"

#include <atomic>
#include <vector>

#include "microbench/spin_barrier.hpp"
#include "microbench/thread_team.hpp"
#include "probes/kernel_run.hpp"

namespace cachebound::probes {
namespace {

/// How long the others read before they wait: a sixtieth of a slice of 600 us, so that load is even over a slice, and a
/// hundred times what two readings of the clock cost.
constexpr Seconds burst = microseconds(10);

/// What one of the others reads, on lines of its own.
struct alignas(line_pair_bytes) Streamed {
  std::size_t burst_iterations = 1;
  double iterations = 0.0;        ///< of this slice
  double chase_iterations = 0.0;  ///< of all slices of the chase, which together lasted ...
  Seconds chase_lasted{};
};

/// Reads and waits until the leader is done.
void stream_beside(KernelRun& kernel, Streamed& streamed, int load_percent, const std::atomic<bool>& done,
                   Clock& clock) {
  const double idle_share = load_percent > 0 ? (100.0 - load_percent) / load_percent : 0.0;
  while (!done.load(std::memory_order_relaxed)) {
    if (load_percent == 0) continue;
    const Seconds begin = clock.now();
    kernel(streamed.burst_iterations);
    const Seconds end = clock.now();
    streamed.iterations += static_cast<double>(streamed.burst_iterations);
    if (load_percent == 100) continue;
    const Seconds resume = end + idle_share * (end - begin);
    while (!done.load(std::memory_order_relaxed) && clock.now() < resume) {
    }
  }
}

}  // namespace

Block sample_loaded(const LoadedChase& work, const Probe& chain, const TeamSetting& team, int round,
                    const SamplingPolicy& policy, const SamplingWorld& world) {
  const std::vector<int> cpus(team.cpus.begin(), team.cpus.begin() + static_cast<std::ptrdiff_t>(work.threads));
  auto made = ThreadTeam::on(cpus, world.clock);
  if (!made) return {.dropped = policy.samples, .dropped_migrated = policy.samples};  // as in sample_team
  ThreadTeam& threads = made.value();
  KernelRun chase(work.chase);
  KernelRun steps(chain);
  const auto streams = one_each(work.stream, work.threads);  // the leader's own stays unused
  std::vector<Streamed> streamed(work.threads);
  threads.run(
      [&](std::size_t member, std::size_t bytes) {
        if (member == 0) return chase.enter(team.windows[0]->bytes(), bytes, round);
        streams[member]->enter(team.windows[member]->bytes(), bytes, round);
        // Taken for the fastest order beyond the caches, where this is for; what is read is measured in any case.
        streams[member]->ascend(true);
        streamed[member].burst_iterations =
            iterations_for([&](std::size_t n) { (*streams[member])(n); }, burst, world.clock);
      },
      work.working_set_bytes);

  std::atomic<bool> done{false};
  const auto slice_of = [&](KernelRun& leaders, bool is_chase) {
    return [&, is_chase](std::size_t iterations) -> SliceReading {
      done.store(false);
      for (Streamed& other : streamed) other.iterations = 0.0;
      const auto& spans = threads.run(
          [&](std::size_t member, std::size_t n) {
            if (member > 0)
              return stream_beside(*streams[member], streamed[member], work.load_percent, done, world.clock);
            leaders(n);
            done.store(true, std::memory_order_relaxed);
          },
          iterations);
      for (std::size_t member = 1; is_chase && member < spans.size(); ++member) {
        streamed[member].chase_iterations += streamed[member].iterations;
        streamed[member].chase_lasted = streamed[member].chase_lasted + (spans[member].end - spans[member].begin);
      }
      return {.duration = spans.front().end - spans.front().begin};
    };
  };
  // The others read beside the chain too: the clock of the leader must be the same. What they read then, when nobody
  // waits in memory beside them, is left out.
  Block block =
      sample_slices(slice_of(chase, true), slice_of(steps, false), chain.per_iteration.chain_steps, policy, world.clock,
                    [&] { return std::vector<Sighting>{{.at = world.clock.now(), .state = world.thread_state()}}; });
  const double bytes_per_iteration = executed(work.stream).read.value + executed(work.stream).written.value;
  for (const Streamed& other : streamed) {
    if (other.chase_lasted > Seconds{})
      block.beside_bytes_per_second += bytes_per_iteration * other.chase_iterations / other.chase_lasted.value;
  }
  // A team whose others never came to read on a busy machine has measured the latency of an idle memory.
  if (work.load_percent > 0 && !(block.beside_bytes_per_second > 0.0)) {
    block.dropped += block.samples;
    block.dropped_descheduled += block.samples;
    block.samples = 0;
  }
  return block;
}

}  // namespace cachebound::probes
