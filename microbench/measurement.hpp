// SPDX-License-Identifier: Apache-2.0
// The value types in which modules meet: probes and operators produce them, analysis consumes them, files carry them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/counter_value.hpp"
#include "microbench/isa.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"
#include "microbench/validity.hpp"

namespace cachebound {

/// A median with its interval. `low` and `high` bound the median with at least `confidence` (order statistics of the
/// round medians, no distribution assumed); `samples` were used and `dropped` were found contaminated.
template <typename Q>
struct Estimate {
  Q value{};
  Q low{};
  Q high{};
  int samples = 0;
  int dropped = 0;
  int rounds = 0;  ///< whose medians it is made from; 0: unknown, of a file that does not say

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

enum class DType {
  f32,
  f64,
  f16,   ///< IEEE half; whether sums are f16 or f32 too, the operation says (fma, fmlal)
  bf16,  ///< products of bf16 into f32 sums
  i8,    ///< 8-bit integers into 32-bit sums; one multiply-accumulate is two operations
  b1,    ///< bits: and or exclusive or, count, add; one bit is two operations
};
enum class Level { l1, l2, l3, dram };
/// What a memory kernel does with each line of its window. rXwY: X lines are read for Y others written.
enum class Access { read, write, ntwrite, zero, copy, ntcopy, update, r3w1, r2w1, r1w1, touch };
enum class CeilingKind {
  compute,
  memory,
  load_slots,  ///< loads per cycle of one form, whatever they carry
  latency,     ///< of a dependent load, at a working set
  mixed,       ///< multiply-accumulates and loads at a set ratio, at a working set: both rates at once
};

/// Never better than it is: the worst mark that applies wins (docs/method.md, "Quality").
enum class Quality {
  stable,       ///< interval within the target, and no sign of trouble that spoils it
  noisy,        ///< measured, but its interval is wider than the target
  throttled,    ///< the clock fell while it was measured
  emulated,     ///< the instructions were interpreted: a rate says nothing about hardware
  host_shared,  ///< L3 or DRAM of a virtual machine: steady within a run, different an hour later
};

/// Where a byte count comes from, best first.
enum class TrafficSource { counted, traced, modelled, compulsory };

/// Whether an operation ("fma", "dot", "mul", ...) is a whole multiply-accumulate, hence a roof for operators; separate
/// multiplications and additions are not.
bool accumulates(std::string_view operation);

/// Whether its stores pass the caches (ntwrite, ntcopy): what it writes is DRAM's, whatever the working set.
bool stores_past_caches(Access access);
/// Whether it reads one stream and writes another (copy, ntcopy).
bool has_two_streams(Access access);

/// What an operator's call finds in the caches. Cold rows are of one thread, and of one call at a time.
enum class CacheState {
  warm,          ///< what the call before left there
  cold_weights,  ///< input and output as an earlier layer left them, all else in memory
  cold_all,      ///< everything in memory
};

std::string_view to_string(DType);
std::string_view to_string(Level);  // "L1", "L2", "L3", "DRAM"
std::string_view to_string(Access);
std::string_view to_string(CeilingKind);
std::string_view to_string(Quality);  // "host-shared" etc.
std::string_view to_string(TrafficSource);
std::string_view to_string(CacheState);  // "warm", "cold-weights", "cold-all"
std::optional<DType> parse_dtype(std::string_view);
std::optional<Level> parse_level(std::string_view);
std::optional<Access> parse_access(std::string_view);
std::optional<CeilingKind> parse_ceiling_kind(std::string_view);
std::optional<Quality> parse_quality(std::string_view);
std::optional<TrafficSource> parse_traffic_source(std::string_view);
std::optional<CacheState> parse_cache_state(std::string_view);

/// Bytes that cross one level in one execution of an operator. L1: what load and store instructions ask for.
/// L2 and outward: whole lines that enter (read) and leave (write) the level inside it.
struct Traffic {
  Level level = Level::l1;
  Bytes read{};
  Bytes written{};
  TrafficSource source = TrafficSource::compulsory;

  friend bool operator==(const Traffic&, const Traffic&) = default;
};

/// Load (or store) instructions of one form in one execution of an operator. A broadcast of four bytes takes as much of
/// a load slot as a whole vector: bytes alone do not say how long loads take.
struct AccessCount {
  std::string form;   ///< "vec128", "pair_int64", "broadcast32", ...: docs/naming.md
  std::string probe;  ///< the load-slot probe that repeats such loads: "loads_neon_ldrq"; empty: none does
  double count = 0.0;
  Bytes bytes{};

  friend bool operator==(const AccessCount&, const AccessCount&) = default;
};

/// One probe at one working set, on one core or on a team of them: rates are of all threads together, per cycle of the
/// slowest one's clock.
struct ProbeMeasurement {
  std::string id;     ///< row id: "fma_f32_avx512", "read_avx2/ws:24KiB", "read_avx2/ws:24KiB/threads:2"
  std::string probe;  ///< catalogue id: "read_avx2"
  CeilingKind kind = CeilingKind::compute;
  DType dtype = DType::f32;
  Isa isa = Isa::scalar;
  int threads = 1;
  std::string operation;             ///< "fma", "dot", "read", ...: the first word of the probe's id
  std::optional<int> accumulators;   ///< rows of an accumulator sweep: how many are independent
  std::optional<Access> access;      ///< memory probes
  std::optional<Bytes> working_set;  ///< memory, load-slot and latency probes: of each thread
  std::optional<Bytes> apart;        ///< latency probes over pairs of nodes: how far the two of a pair are apart
  std::string order;  ///< of a window, where a kernel has two: "ascending" or "halves in turns", whichever is faster
  std::optional<int> load_percent;             ///< latency under load: what share of their time the other threads read
  std::string beside;                          ///< by which probe
  Estimate<ByteRate> beside_bytes_per_second;  ///< what they read together
  std::optional<double> thread_balance;        ///< of a team: the slowest thread's time over the fastest's
  Estimate<FlopRate> flops_per_second;         ///< compute probes: operations
  Estimate<FlopsPerCycle> flops_per_cycle;     ///< compute probes
  Estimate<ByteRate> bytes_per_second;         ///< memory, load-slot, mixed probes: bytes that instructions ask for
  Estimate<BytesPerCycle> bytes_per_cycle;     ///< the same
  Estimate<LoadRate> loads_per_second;         ///< load-slot probes
  Estimate<LoadsPerCycle> loads_per_cycle;     ///< load-slot probes
  Estimate<Seconds> latency_seconds;           ///< latency probes: of one load
  Estimate<Cycles> latency_cycles;             ///< latency probes
  Estimate<Frequency> clock;                   ///< of the chain that normalised this row
  std::string chain;                           ///< id of that chain
  bool cycles_known = false;                   ///< false: no chain could be trusted, the per-cycle fields are void
  std::string placement;                       ///< how the working set lies in memory: "hugepage", "4KiB pages", ...
  Quality quality = Quality::noisy;
  std::vector<std::string> notes;             ///< validity findings in words
  std::vector<ValiditySign> validity;         ///< every sign of trouble that its rounds show
  std::vector<double> round_rates_per_cycle;  ///< median of every round, raw evidence (per cycle, or 0 if unknown)
  std::vector<double> round_rates_per_second;
  std::vector<CounterValue> counters;  ///< medians over the rounds; of a team: the leader's
  std::string repro;                   ///< the command that makes this row again
  std::optional<Error> error;          ///< set: the row could not be made; all numbers are void
};

/// What the cpus of one core kind do of a work that all kinds do together.
struct KindShare {
  std::string core_kind;
  std::string probe;  ///< the form that is fastest on this kind
  std::vector<int> cpus;
  double share = 0.0;  ///< of the work of all, 0 to 1; at the same time for all, so also of the rate

  friend bool operator==(const KindShare&, const KindShare&) = default;
};

/// All cpus of all core kinds at once. Per second only: kinds have clocks of their own, and none is the machine's.
struct TogetherMeasurement {
  std::string id;  ///< "together/fma_f32", "together/read/ws:64MiB"
  CeilingKind kind = CeilingKind::compute;
  DType dtype = DType::f32;
  std::string operation;             ///< "fma", "read"
  std::optional<Bytes> working_set;  ///< of each thread
  std::vector<KindShare> shares;
  Estimate<FlopRate> flops_per_second;   ///< compute
  Estimate<ByteRate> bytes_per_second;   ///< memory
  std::optional<double> thread_balance;  ///< the slowest thread's time over the fastest's
  Quality quality = Quality::noisy;
  std::vector<std::string> notes;      ///< the first says why there is no rate per cycle
  std::vector<ValiditySign> validity;  ///< every sign of trouble that its rounds show
  std::vector<double> round_rates_per_second;
  std::optional<Error> error;  ///< set: it could not be measured; all numbers are void
};

/// Register tile and cache blocks of a packed GEMM; the closed-form traffic of analysis/traffic needs nothing else.
struct GemmBlocking {
  int mr = 0, nr = 0;          ///< register tile: rows, columns of C held in registers
  int mc = 0, nc = 0, kc = 0;  ///< cache blocks
  int vector_bytes = 0;        ///< width of the loads of B (and of C)

  friend bool operator==(const GemmBlocking&, const GemmBlocking&) = default;
};

/// Register tile and block of a direct, depthwise or Winograd convolution, for its closed form in analysis/traffic. Of
/// Winograd: width m of F(m x m), outputs and vector_bytes of a vector, channels the tiles that go together.
struct ConvBlocking {
  int width = 0;            ///< widest tile: neighbouring outputs (depthwise: lines) held in registers
  int outputs = 0;          ///< output channels of a tile (depthwise: lanes of a line)
  int channels = 0;         ///< input channels of a block, the largest
  int pixels_per_load = 0;  ///< 4: input arrives by loads of four pixels, else by broadcasts of one (depthwise: taps
                            ///< that share a load)
  int vector_bytes = 0;     ///< width of the loads of weights

  friend bool operator==(const ConvBlocking&, const ConvBlocking&) = default;
};

/// One operator, backend, shape, cache state and thread count.
struct OperatorMeasurement {
  std::string id;       ///< "gemm/openblas/f32/m512n512k512"
  std::string op;       ///< "gemm"
  std::string backend;  ///< "openblas"
  DType dtype = DType::f32;
  std::string problem;         ///< canonical descriptor: "m512n512k512"
  Isa isa = Isa::scalar;       ///< widest set that this backend uses on this host
  std::string implementation;  ///< what a library says of itself, or the tile of our own kernel
  int threads = 1;             ///< that the backend was told to use
  int threads_worked = 0;      ///< that the kernel saw running during its calls; 0: nobody looked
  CacheState cache = CacheState::warm;
  bool verified = false;
  double max_error = 0.0;  ///< largest |difference| to the reference over its tolerance; <= 1 passes
  std::int64_t checked_elements = 0;  ///< compared with the reference: all, or of a large result some rows; 0: not known
  std::int64_t result_elements = 0;   ///< all of which were finite
  Flops work{};
  bool fewer_operations = false;              ///< than `work` counts (Winograd): it may pass a compute ceiling
  std::optional<GemmBlocking> blocking;       ///< known for our own kernels that are, or rest on, a packed GEMM
  std::optional<ConvBlocking> conv_blocking;  ///< known for our own direct convolution
  Estimate<Seconds> seconds;
  Estimate<Cycles> cycles;
  Estimate<Frequency> clock;
  std::string chain;
  bool cycles_known = false;
  std::optional<Estimate<Seconds>> packing_seconds;  ///< per-call packing, measured alone
  std::vector<Traffic> traffic;
  std::vector<CounterValue> counters;  ///< medians over the rounds
  std::vector<AccessCount> loads;      ///< by form, where they were traced
  Quality quality = Quality::noisy;
  std::vector<std::string> notes;
  std::vector<ValiditySign> validity;
  std::vector<double> round_seconds;
  std::string repro;
  std::optional<Error> error;
};

}  // namespace cachebound
