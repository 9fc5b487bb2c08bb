// SPDX-License-Identifier: Apache-2.0
// Declared counts against counted ones, on a machine that has a PMU.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "microbench/counters/counting_plan.hpp"
#include "microbench/host/core_facts.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/memory.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

using namespace cachebound;          // NOLINT(google-build-using-namespace): a test of this namespace
using namespace cachebound::probes;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

constexpr double agreement = 0.01;

/// What the core that this test is pinned to counts.
struct Bench {
  PinnedThread pinned;
  CoreKind kind;
  CountingPlan plan;
};

Result<Bench> open_bench() {
  const HostInfo host = read_host(native_host_sources(), built_in_core_facts().value());
  if (host.core_kinds.empty()) return Error{Reason::not_found, "no core kind is known"};
  const int cpu = host.core_kinds.front().cpus.back();
  auto pinned = PinnedThread::to(cpu);
  if (!pinned) return pinned.error();
  const auto events = built_in_event_files();
  if (!events) return events.error();
  const CoreKind& kind = host.core_kinds.front();
  auto plan = open_counting_plan({.source = CounterSource::automatic,
                                  .kind = &kind,
                                  .cpu = cpu,
                                  .emulated = host.emulated,
                                  .virtual_machine = host.virtual_machine},
                                 *events, RootedFileSystem(), real_perf_kernel());
  if (!plan) return plan.error();
  if (plan->hardware.empty()) {
    const auto& uncounted = plan->report.uncounted;
    return Error{Reason::not_supported_by_cpu,
                 (uncounted.empty() ? std::string("no event file applies") : uncounted.front().why.detail) +
                     "; to mend it: " + plan->report.remedy};
  }
  return Bench{.pinned = std::move(pinned).value(), .kind = kind, .plan = std::move(plan).value()};
}

/// Counts of the first of `names` that the plan has, per iteration.
Result<double> count(Bench& bench, const std::vector<std::string>& names, KernelRun& run, std::size_t iterations) {
  for (HardwareGroup& group : bench.plan.hardware) {
    for (const std::string& name : group.counters->names()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) continue;
      run(iterations);  // warm: pages, caches
      if (const Status refused = group.counters->start()) return *refused;
      run(iterations);
      if (const Status refused = group.counters->stop()) return *refused;
      const auto readings = group.counters->read();
      if (!readings) return readings.error();
      for (const CounterReading& reading : *readings) {
        if (reading.name != name) continue;
        if (reading.scaled) return Error{Reason::unstable, name + " was scaled"};
        return reading.value / static_cast<double>(iterations);
      }
    }
  }
  return Error{Reason::not_found, names.front() + " is not counted here"};
}

}  // namespace

TEST_CASE("counted instructions of a compute loop are its declared ones", "[hardware][instructions]") {
  auto opened = open_bench();
  if (!opened) CACHEBOUND_SKIP(opened.error().detail.c_str());
  Bench& bench = opened.value();
  constexpr int decrement_and_branch = 2;
  int compared = 0;
  for (const Probe& probe : catalogue()) {
    const bool pure = operation_of(probe) == "fma" || operation_of(probe) == "add" || operation_of(probe) == "mul";
    if (probe.kind != ProbeKind::compute || !pure || runnable_on(probe, bench.kind.isas)) continue;
    KernelRun run(probe);
    const auto counted = count(bench, {"inst_retired", "instructions"}, run, 100000);
    if (!counted) CACHEBOUND_SKIP(counted.error().detail.c_str());
    const double declared = probe.instructions + decrement_and_branch;
    INFO(probe.id << ": counted " << *counted << ", declared " << declared);
    CHECK(std::abs(*counted / declared - 1.0) <= agreement);
    ++compared;
  }
  CHECK(compared > 0);
}

TEST_CASE("each load of a random cycle beyond L1 refills one line", "[hardware][refills]") {
  auto opened = open_bench();
  if (!opened) CACHEBOUND_SKIP(opened.error().detail.c_str());
  Bench& bench = opened.value();
  // Sixteen times the largest L1 but one (64 KiB): under any replacement a line is gone by its next turn.
  constexpr std::size_t bytes = std::size_t{1} << 20U;
  const Probe* chase = find("chase_scalar_paged");
  REQUIRE(chase != nullptr);
  auto memory = WorkingMemory::allocate(bytes);
  REQUIRE(memory.has_value());
  KernelRun run(*chase);
  run.enter(memory->bytes(), bytes, 0);
  const std::size_t turns = 16 * bytes / node_bytes / static_cast<std::size_t>(chase->per_iteration.loads);
  const auto counted = count(bench, {"l1d_cache_refill", "l1d_replacement", "l1d_fills"}, run, turns);
  if (!counted) CACHEBOUND_SKIP(counted.error().detail.c_str());
  INFO("counted " << *counted << " refills of " << chase->per_iteration.loads << " loads");
  CHECK(std::abs(*counted / chase->per_iteration.loads - 1.0) <= agreement);
}
