// SPDX-License-Identifier: Apache-2.0
// What a probe is: an assembly kernel, and what one iteration of it does, proved by probes/tests.
//
// All kernels share one signature, which fits the argument registers of every supported ABI. `in` and `out` depend on
// the kind:
//   compute   in: const Operands*                             out: all accumulators (out_bytes)
//   memory    in: const MemoryWindow*, iterations in blocks   out: const void*, the position where the pass goes on
//   load_slots   as memory
//   latency   in: const MemoryWindow*, position is a node of a cycle of pointers   out: const void*, the node reached
//   mixed     in: const MemoryWindow* with operands           out: as memory; 64 bytes further all accumulators
//   chain     in: const Operands* for vector chains           out: the chain's register
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "microbench/isa.hpp"
#include "microbench/measurement.hpp"
#include "microbench/units.hpp"

namespace cachebound::probes {

enum class ProbeKind : std::uint8_t { compute, memory, load_slots, latency, mixed, chain };

/// compute, memory, load-slots, latency, mixed, chain.
std::string_view to_string(ProbeKind kind);

/// `iterations` > 0. `out` is aligned to 64 bytes and must not be null.
using KernelFn = void (*)(std::size_t iterations, const void* in, void* out);

/// What a compute kernel multiplies: lanes of its own type, as many as its registers (SVE, SME: vectors, AMX: tiles)
/// hold. A kernel of separate operations uses what it needs of it.
struct Operands {
  alignas(64) std::byte multiplier[1024];
  alignas(64) std::byte multiplicand[1024];
};

/// The bytes that a memory kernel walks through in a ring, block by block.
///
/// `begin` is 64-byte aligned, `end - begin` a positive multiple of the block, and `position` a whole number of blocks
/// from `begin`, short of `end`. A kernel wraps without a branch and stores where it stopped, so that a call may end in
/// the middle of a pass and the next one continues it.
struct MemoryWindow {
  const void* begin = nullptr;
  const void* end = nullptr;
  const void* position = nullptr;
  /// Kernels of two streams (copy, ntcopy) read [begin, end) and write `second` bytes further; a whole number of lines.
  std::size_t second = 0;
  /// Mixed kernels: what they multiply while they read.
  const Operands* operands = nullptr;
  /// x86-64: in which order kernels walk the two halves of a block. Zero: blocks take turns which half is first
  /// (x86_64/memory.h says why); all bits set: line after line. Kernels of the other architectures always ascend.
  std::size_t ascending = 0;
};

/// One iteration of a kernel's loop. What does not apply is zero. Kernels of a scalable set (is_scalable) state what
/// they do with vectors of 16 bytes; `executed` of a probe is what they do here.
struct PerIteration {
  Flops flops{};    ///< operations; a multiply-accumulate is two, and so is a bit
  Bytes read{};     ///< asked for by load instructions
  Bytes written{};  ///< asked for by store instructions
  int loads = 0;    ///< load instructions of load-slot and latency probes
  int chain_steps = 0;

  friend bool operator==(const PerIteration&, const PerIteration&) = default;
};

/// What one lane of an accumulator is, so that a result can be read: the proof of a compute kernel.
enum class Lane : std::uint8_t { none, f16, f32, f64, i16, i32, i64 };

/// How much a lane of an accumulator gains where all operands are one (bits: all set).
enum class Gain : std::uint8_t {
  multiply_accumulates,  ///< one per multiply-accumulate: two operations (bits: one per bit, two operations)
  additions,             ///< one per addition: one operation
  doublings,             ///< operands of two: a factor of two per multiplication, one operation
};

/// In which order the nodes of a latency probe follow one another.
enum class Layout : std::uint8_t {
  random,        ///< one random cycle through all lines: beyond the TLB's reach nearly every load misses it too
  page_by_page,  ///< random within 8 pages of 4 KiB, then the next 8 at random: one TLB miss in 64 loads
  line_pairs,    ///< page by page over slots of two nodes, the second a set distance before the first
};

/// Kernels of one compute probe with 1, 2, ... accumulators: kernels[k - 1] executes sweep_instructions(k) of the
/// probe's instructions per iteration and stores k accumulators.
using Sweep = std::span<const KernelFn>;

struct Probe {
  std::string_view id = {};  ///< <operation>_<dtype?>_<isa>_<form?>; the symbol is cachebound_<id>
  Isa isa = Isa::scalar;
  ProbeKind kind = ProbeKind::compute;
  DType dtype = DType::f32;
  std::optional<Access> access = std::nullopt;  ///< memory probes
  PerIteration per_iteration{};
  int accumulators = 0;    ///< compute and mixed probes: independent chains
  int instructions = 0;    ///< compute and mixed probes: instructions of the loop that the operations belong to
  Lane lane = Lane::none;  ///< compute probes
  Gain gain = Gain::multiply_accumulates;
  Layout layout = Layout::random;  ///< latency probes
  /// Load-slot probes: the set whose whole registers are loaded one by one, which is what a datasheet's loads per cycle
  /// speak of. None for parts of registers, pairs, broadcasts and gathers, for which a core may have other rates.
  std::optional<Isa> whole_registers = std::nullopt;
  std::size_t block_bytes = 0;  ///< memory, load-slot and mixed probes: by how much an iteration moves in its window
  /// Chains: latency of one step where it is certain on every core that we know; empty where it is calibrated at run
  /// time against such a chain (`chain`). A chain beside other work has both: its latency is checked against `chain`.
  std::optional<int> cycles_per_step = std::nullopt;
  /// Chains: false for one whose nominal latency some core undercuts. It is run only to show what it would claim.
  bool trusted_clock = true;
  std::size_t out_bytes = 0;
  /// The chain that turns this probe's time into cycles: the one in its own power state. For a chain that is calibrated
  /// or checked at run time, the scalar chain that does it; empty for the scalar chains that calibrate others.
  std::string_view chain = {};
  KernelFn kernel = nullptr;
  Sweep by_accumulators = {};  ///< compute probes that have an accumulator sweep
  std::string_view summary = {};
};

/// The first word of the id: fma, dot, read, chase, ...
std::string_view operation_of(const Probe& probe);

/// per_iteration and out_bytes at the vector length of this machine (SME: they grow with its square); as stated for all
/// but scalable sets.
PerIteration executed(const Probe& probe);
std::size_t executed_out_bytes(const Probe& probe);

/// Of the kernel with `accumulators` of a sweep.
PerIteration executed_in_sweep(const Probe& probe, int accumulators);

}  // namespace cachebound::probes
