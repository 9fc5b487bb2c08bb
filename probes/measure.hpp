// SPDX-License-Identifier: Apache-2.0
// From a catalogue entry and a working set to a row of the runner, and from the rounds of that row to a measurement.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "microbench/gbench/round_runner.hpp"
#include "microbench/host/cpufreq.hpp"
#include "microbench/measurement.hpp"
#include "microbench/memory.hpp"
#include "microbench/sampling.hpp"
#include "probes/probe.hpp"
#include "probes/team.hpp"

namespace cachebound::probes {

/// Inside one way of every L1 of configs/cores: where load slots are counted and forms are compared.
inline constexpr std::size_t in_l1_bytes = 8 * 1024;

/// A probe, at which working set if it walks through one, and with how many accumulators in a sweep.
struct ProbeCase {
  const Probe* probe = nullptr;
  std::optional<std::size_t> working_set_bytes = {};
  std::optional<int> accumulators = {};
  std::optional<std::size_t> apart = {};  ///< distance of the nodes of a pair, of a probe of Layout::line_pairs
  std::optional<int> load_percent = {};   ///< latency probes: what share of their time the other threads read
  const Probe* stream = nullptr;          ///< by which probe they do
  int threads = 1;  ///< each with a working set of its own; more than one only without accumulators
};

/// "fma_f32_avx2", "fma_f32_avx2/acc:7", "read_avx2/ws:24KiB", "read_avx2/ws:24KiB/threads:2",
/// "chase_scalar_pairs/ws:256KiB/apart:64B", "chase_scalar_paged/ws:128MiB/threads:2/load:50", "clock/chain_imul"
/// (docs/naming.md).
std::string row_id(const ProbeCase& probe_case);

/// "24KiB", "1536KiB", "256MiB": the largest binary unit that divides the size.
std::string size_text(std::size_t bytes);

/// What one iteration of one thread counts for in the rate of this case.
double work_of_thread(const ProbeCase& probe_case);

/// How this case is sampled: with longer slices, and fewer of them, where short ones would mislead. A block then lasts
/// 20 to 60 ms instead of 20.
SamplingPolicy policy_of(const ProbeCase& probe_case, SamplingPolicy policy);

/// What the rows of one core share.
struct ProbeSetting {
  SamplingPolicy policy;
  SamplingWorld world;
  std::shared_ptr<WorkingMemory> memory;  ///< as large as the largest working set; null if there is no memory row
  bool host_clock = false;                ///< a virtual machine: the clock moves for reasons that are not ours
  bool host_shared_memory = false;        ///< a virtual machine: beyond the private caches no row becomes stable
  TeamSetting team = {};                  ///< for rows of several threads
};

/// The row that measures `probe_case` against its chain. Long working sets get longer slices: a slice is a segment of a
/// continuing pass, and the prefetchers start again with each. So do teams, whose members do not start in one instant.
Row make_row(const ProbeCase& probe_case, const Probe& chain, const ProbeSetting& setting);

/// Of several forms that measure the same thing, the one that is fastest here; within 1 % the first counts as fastest.
/// Median over many short trials of each form's ratio to the first. Which form wins is a property of the core: 256-bit
/// loads reach 64 B/cycle on a Zen 4, 512-bit ones 60; elsewhere the wider form is twice as fast.
const Probe* fastest_form(const std::vector<const Probe*>& forms, const ProbeSetting& setting);

/// A chain of the catalogue in the form in which other modules use it; its cycles per step are not filled in.
ClockChain clock_chain(const Probe& chain);

/// Tries the kernel once in a child process.
Status try_kernel(const Probe& probe);

/// What is known of the chains on this core, from the rows "clock/<chain>" (docs/method.md, "Cycles without a
/// counter").
struct ChainReading {
  std::string id;
  std::optional<int> nominal_cycles;     ///< of one step, by the catalogue
  double cycles = 0.0;                   ///< of one step, measured against the reference chain
  std::optional<int> calibrated_cycles;  ///< the integer that is used; absent: not to be trusted
  Estimate<Frequency> clock;             ///< what this chain calls the clock, with calibrated (else nominal) cycles
  std::string note;
};

struct ChainCalibration {
  std::vector<ChainReading> chains;
  std::string reference;            ///< "chain_add_reg"
  std::string cross_check;          ///< "chain_imul" or "chain_eor"
  std::optional<double> agreement;  ///< clock(reference) / clock(cross_check)
  bool cycles_known = false;        ///< the two scalar chains agree within 0.5 %
  std::optional<Estimate<Frequency>> add_immediate_claim;
  std::string detail;

  [[nodiscard]] std::optional<int> cycles_of(std::string_view chain) const;
};

/// Pure. `rows`: the rounds of the clock rows.
ChainCalibration calibrate(const std::vector<RowRounds>& rows, double timer_resolution_relative);

/// Pure. The clock by the reference chain beside what cpufreq said right after the same blocks; absent where it said
/// nothing or the chains are not trusted.
std::optional<ClockClaim> clock_claim(const std::vector<RowRounds>& rows, const ChainCalibration& calibration);

/// Pure.
ProbeMeasurement measurement_of(const ProbeCase& probe_case, const RowRounds& rounds, const Row& row,
                                const ChainCalibration& calibration, const std::string& placement, bool emulated,
                                double timer_resolution_relative);

}  // namespace cachebound::probes
