// SPDX-License-Identifier: Apache-2.0
// The machine model: what this machine is, under which conditions it was measured, and every ceiling found on it.
//
// It is a conclusion (build_model) from raw probe measurements, and it carries those measurements, so that a reader can
// recompute every conclusion and an interrupted run can go on from the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/host/conditions.hpp"
#include "microbench/host/cpufreq.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/measurement.hpp"
#include "microbench/sustained.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view machine_schema = "cachebound.machine/1";

/// A rate that a probe reached here. Compute ceilings fill the flop fields, memory ceilings the byte fields.
struct Ceiling {
  /// "fma_f32_avx512"; memory: "read_l1" for the widest ISA, "read_l1_avx2" for the others; "latency_l2",
  /// "latency_l2_random"; load slots: the probe's own id; of a team "read_dram_t4"
  std::string id;
  CeilingKind kind = CeilingKind::compute;
  DType dtype = DType::f32;
  std::string operation;  ///< compute ceilings: "fma", "dot", "mul", ...
  Isa isa = Isa::scalar;
  int threads = 1;
  std::optional<Level> level;            ///< memory and latency ceilings
  std::optional<Access> access;          ///< memory ceilings
  std::string probe;                     ///< catalogue id of the form that won
  std::string row;                       ///< id of the measurement that this ceiling is: "read_avx512/ws:16KiB"
  std::vector<std::string> contenders;   ///< every form that was tried, the winner included
  std::optional<Bytes> working_set;      ///< memory ceilings: of each thread
  std::optional<double> thread_balance;  ///< of a team: the slowest thread's time over the fastest's
  Estimate<FlopRate> flops_per_second;
  Estimate<FlopsPerCycle> flops_per_cycle;
  std::optional<FlopsPerCycle> datasheet_flops_per_cycle;  ///< absent: no datasheet entry may be trusted for this core
  Estimate<ByteRate> bytes_per_second;
  Estimate<BytesPerCycle> bytes_per_cycle;
  std::optional<BytesPerCycle> datasheet_bytes_per_cycle;
  Estimate<LoadRate> loads_per_second;
  Estimate<LoadsPerCycle> loads_per_cycle;
  std::optional<LoadsPerCycle> datasheet_loads_per_cycle;  ///< absent: as above, or the data say nothing of this form
  Estimate<Seconds> latency_seconds;
  Estimate<Cycles> latency_cycles;
  std::optional<Cycles> datasheet_latency_cycles;
  bool cycles_known = false;  ///< false: the per-cycle fields are void
  Estimate<Frequency> clock;
  std::string chain;
  std::string placement;
  Quality quality = Quality::noisy;
  std::vector<std::string> notes;
  std::vector<ValiditySign> validity;  ///< of the row that it is
  std::string repro;
  std::optional<Error> error;  ///< set: no ceiling could be made; all numbers are void

  friend bool operator==(const Ceiling&, const Ceiling&) = default;
};

/// A level as the size sweep shows it. Ranges are working sets; the capacity lies between `last` and `beyond`.
struct LevelPlateau {
  Level level = Level::l1;
  Bytes first{};                ///< smallest working set on the plateau
  Bytes last{};                 ///< largest working set still on the plateau
  std::optional<Bytes> beyond;  ///< smallest working set that is clearly off it; absent: the sweep ends here
  double rate = 0.0;            ///< representative rate, bytes per cycle (or per second if cycles are unknown)
  bool per_cycle = true;
  std::string detail;  ///< how it was decided, in words

  friend bool operator==(const LevelPlateau&, const LevelPlateau&) = default;
};

/// A cache size and who says so: "measured", or a source of microbench/host/cache_sources.hpp.
struct CacheSize {
  Level level = Level::l1;
  Bytes size{};
  std::string source;
  std::optional<Bytes> at_most{};  ///< measured sizes: the smallest working set seen to exceed the cache
  std::string method{};            ///< measured sizes: "latency" or "bandwidth" (analysis/cache_geometry.hpp)
  std::optional<Bytes> line{};     ///< absent: not stated, or not measured

  friend bool operator==(const CacheSize&, const CacheSize&) = default;
};

/// One clock chain: a dependent sequence whose latency in cycles was calibrated against the scalar chains.
struct ChainEntry {
  std::string id;                       ///< "chain_add_reg", "chain_imul", "chain_eor", "chain_fma_f32_avx512", ...
  double nominal_latency_cycles = 0.0;  ///< what the catalogue takes it for
  double latency_cycles = 0.0;          ///< calibrated; equal to the nominal one for the reference chain
  Estimate<Frequency> clock;            ///< the clock that the chain reports
  bool trusted = false;
  std::string note;

  friend bool operator==(const ChainEntry&, const ChainEntry&) = default;
};

/// Which chain counts cycles here, and why it may be trusted.
struct ChainReport {
  std::vector<ChainEntry> chains;
  std::string first, second;                         ///< the two scalar chains that were compared
  std::optional<double> agreement;                   ///< clock(first) / clock(second): 1 within 0.5 % when trusted
  bool cycles_known = false;                         ///< false: the chains disagree, nothing is given per cycle
  std::optional<Estimate<Frequency>> add_imm_claim;  ///< what an `add reg,imm` chain would have called the clock
  std::string detail;

  friend bool operator==(const ChainReport&, const ChainReport&) = default;
};

/// With what time was measured, and what else claims to know the clock.
struct ClockFacts {
  TimerFacts timer;                 ///< zero: not known, of a file that does not say
  std::optional<ClockClaim> claim;  ///< absent: the cpu has no cpufreq, or no chain could be trusted
  Cpufreq cpufreq;                  ///< limits, as read before the measurement

  friend bool operator==(const ClockFacts&, const ClockFacts&) = default;
};

struct MeasuredCoreKind {
  std::string id;  ///< "cortex-a72", or a slug of the host's own name
  std::vector<int> cpus;
  int measured_cpu = -1;
  Estimate<Frequency> clock;
  std::vector<CacheSize> caches;
  std::vector<LevelPlateau> levels;  ///< what the sweep shows, innermost first
  std::string dram_note;             ///< how surely the last level is DRAM, or why it was not reached
  std::vector<Ceiling> ceilings;
  ChainReport chains;
  ClockFacts clock_facts;
  std::vector<ProbeMeasurement> measurements;  ///< all rows, sweep points included, with their rounds
  std::vector<SustainedPeak> sustained;        ///< peaks that were held for a while; empty: not asked for
  std::optional<CounterReport> counters;       ///< what was counted beside the rows; absent: nothing, or an older file
};

/// What the run set out to do; with `completed` it is all that --resume needs.
struct Plan {
  std::string command;  ///< as typed
  std::string suite;    ///< "default", "quick", ...
  std::vector<std::string> rows;
  int rounds = 0;
  std::string threads = {};  ///< which teams: "none", "all", "powers", "4"; empty in files that knew none

  friend bool operator==(const Plan&, const Plan&) = default;
};

struct MachineModel {
  HostInfo host;
  Conditions conditions;
  std::vector<MeasuredCoreKind> core_kinds;
  std::vector<TogetherMeasurement> together;  ///< all kinds at once; empty on a machine of one
  std::vector<Finding> findings;
  Plan plan;
  std::vector<std::string> completed;
  std::string created;  ///< ISO 8601, UTC; stamped by the caller, this module has no clock
};

/// What one core may do per cycle, by a data file. Shown beside ceilings, never instead of them.
struct DatasheetOperations {
  std::string operation;  ///< of the probe: "fma", "dot", ...
  DType dtype = DType::f32;
  Isa isa = Isa::scalar;
  FlopsPerCycle value;
};
struct DatasheetBytes {
  Access access = Access::read;
  Isa isa = Isa::scalar;
  BytesPerCycle value;
};
struct DatasheetLoads {
  std::string probe;  ///< "loads_avx2": the form of which the data speak; no other form of its set has a figure
  LoadsPerCycle value;
};
struct Datasheet {
  std::string core;  ///< which entry of configs/cores
  std::vector<DatasheetOperations> operations;
  std::vector<DatasheetBytes> l1;
  std::vector<DatasheetLoads> loads = {};
  std::optional<Cycles> l1_latency = {};  ///< of a dependent load; the lowest, where the chips of a core differ
};

struct CoreKindInput {
  std::string id;
  std::vector<int> cpus;
  int measured_cpu = -1;
  ChainReport chains;
  std::vector<ProbeMeasurement> measurements;
  std::optional<Datasheet> datasheet;  ///< absent where identification is contradicted
  std::vector<SustainedPeak> sustained = {};
  ClockFacts clock_facts = {};
  std::optional<CounterReport> counters = {};
};

/// Draws every conclusion: plateaus, ceilings (maximum over forms, winner named), cache sizes, findings.
/// The host's caches of the kind with the same id are hints, compared with the sweep and never believed.
MachineModel build_model(HostInfo host, Conditions conditions, std::vector<CoreKindInput> core_kinds, Plan plan = {});

/// Every set that code compiled for `isa` may use, widest first: avx512 -> avx512, avx2, scalar.
std::vector<Isa> included_sets(Isa isa);

/// The ceiling with this id, or nullptr.
const Ceiling* find_ceiling(const MeasuredCoreKind& kind, std::string_view id);
/// The fastest ceiling of whole multiply-accumulates for this dtype and thread count whose set is `isa`, else the
/// narrowest measured set that includes it:
/// scalar code is placed below the vector roof of its core, and the caller says so (`ceiling.isa != isa`). Rows with an
/// error never match; nullptr if none fits.
const Ceiling* find_compute_ceiling(const MeasuredCoreKind& kind, DType dtype, Isa isa, int threads);
/// As above for reads at a level; but there the widest measured set that `isa` includes comes first, since vector code
/// may use it.
const Ceiling* find_memory_ceiling(const MeasuredCoreKind& kind, Level level, Isa isa, int threads);
/// The core kind that owns the cpu; the first one when the cpu is unknown; nullptr only when there is none.
const MeasuredCoreKind* find_core_kind(const MachineModel& model, int cpu);

}  // namespace cachebound::analysis
