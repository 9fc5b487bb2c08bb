// SPDX-License-Identifier: Apache-2.0
// Constructors of catalogue entries: the counts of kernel_abi.h become flops, bytes and steps here and nowhere else.
// Only the tables of the architectures and catalogue.cpp include this.
#pragma once

#include <array>

#include "probes/kernel_abi.h"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// A compute kernel: `accumulators` independent chains, `unroll` times per iteration, `operations` per instruction and
/// accumulator (at 16-byte vectors for scalable sets).
struct ComputeShape {
  int accumulators;
  int unroll;
  int operations;
};

constexpr int instructions(ComputeShape shape) { return shape.accumulators * shape.unroll; }

constexpr PerIteration computes(ComputeShape shape) {
  return {.flops = Flops{static_cast<double>(instructions(shape)) * shape.operations}};
}

/// `register_bytes`: of one accumulator, at 16-byte vectors for scalable sets.
constexpr std::size_t accumulator_bytes(ComputeShape shape, int register_bytes) {
  return static_cast<std::size_t>(shape.accumulators) * static_cast<std::size_t>(register_bytes);
}

/// Register width and lane of an accumulator.
struct Accumulator {
  Lane lane;
  int bytes;
};

/// Every kernel has this type; `extern "C" KernelSignature cachebound_fma_f32_avx2;` declares one.
using KernelSignature = void(std::size_t iterations, const void* in, void* out);

constexpr Probe compute_probe(std::string_view id, Isa isa, DType dtype, ComputeShape shape, Accumulator accumulator,
                              std::string_view chain, KernelFn kernel, std::string_view summary) {
  return {.id = id,
          .isa = isa,
          .kind = ProbeKind::compute,
          .dtype = dtype,
          .per_iteration = computes(shape),
          .accumulators = shape.accumulators,
          .instructions = instructions(shape),
          .lane = accumulator.lane,
          .out_bytes = accumulator_bytes(shape, accumulator.bytes),
          .chain = chain,
          .kernel = kernel,
          .summary = summary};
}

/// A kernel that moves by one block per iteration and reads and writes so many bytes meanwhile.
constexpr Probe memory_probe(std::string_view id, Isa isa, Access access, int read, int written, std::string_view chain,
                             KernelFn kernel, std::string_view summary, std::size_t block = KERNEL_BLOCK_BYTES) {
  return {.id = id,
          .isa = isa,
          .kind = ProbeKind::memory,
          .access = access,
          .per_iteration = {.read = Bytes{static_cast<double>(read)}, .written = Bytes{static_cast<double>(written)}},
          .block_bytes = block,
          .out_bytes = sizeof(void*),
          .chain = chain,
          .kernel = kernel,
          .summary = summary};
}

/// `loads` load instructions of one form per block, `read` bytes in all.
constexpr Probe load_slot_probe(std::string_view id, Isa isa, int loads, int read, std::string_view chain,
                                KernelFn kernel, std::string_view summary) {
  return {.id = id,
          .isa = isa,
          .kind = ProbeKind::load_slots,
          .per_iteration = {.read = Bytes{static_cast<double>(read)}, .loads = loads},
          .block_bytes = KERNEL_BLOCK_BYTES,
          .out_bytes = sizeof(void*),
          .chain = chain,
          .kernel = kernel,
          .summary = summary};
}

constexpr Probe of_whole_registers(Isa isa, Probe probe) {
  probe.whole_registers = isa;
  return probe;
}

/// `shape` states all multiply-adds of an iteration, which reads one block meanwhile.
constexpr Probe mixed_probe(std::string_view id, Isa isa, DType dtype, ComputeShape shape, Accumulator accumulator,
                            std::string_view chain, KernelFn kernel, std::string_view summary,
                            std::size_t block = KERNEL_BLOCK_BYTES) {
  Probe probe = compute_probe(id, isa, dtype, shape, accumulator, chain, kernel, summary);
  probe.kind = ProbeKind::mixed;
  probe.per_iteration.read = Bytes{static_cast<double>(block)};
  probe.block_bytes = block;
  probe.out_bytes += KERNEL_MIXED_ACCUMULATORS;
  return probe;
}

constexpr Probe latency_probe(std::string_view id, KernelFn kernel, std::string_view summary) {
  return {.id = id,
          .isa = Isa::scalar,
          .kind = ProbeKind::latency,
          .per_iteration = {.read = Bytes{KERNEL_CHASE_LOADS * sizeof(void*)}, .loads = KERNEL_CHASE_LOADS},
          .out_bytes = sizeof(void*),
          .chain = "chain_add_reg",
          .kernel = kernel,
          .summary = summary};
}

constexpr Probe laid_out(Layout layout, Probe probe) {
  probe.layout = layout;
  return probe;
}

/// `cycles`: of one step where it is certain; absent for a chain that is calibrated against `calibrated_by`.
constexpr Probe chain_probe(std::string_view id, Isa isa, int steps, std::optional<int> cycles,
                            std::string_view calibrated_by, KernelFn kernel, std::string_view summary) {
  return {.id = id,
          .isa = isa,
          .kind = ProbeKind::chain,
          .per_iteration = {.chain_steps = steps},
          .cycles_per_step = cycles,
          .out_bytes = KERNEL_CHAIN_OUT_BYTES,
          .chain = calibrated_by,
          .kernel = kernel,
          .summary = summary};
}

/// A chain whose nominal latency some core undercuts.
constexpr Probe never_a_clock(Probe chain) {
  chain.trusted_clock = false;
  return chain;
}

/// The tables of an architecture's files, one after the other.
template <std::size_t... N>
constexpr auto join(const std::array<Probe, N>&... tables) {
  std::array<Probe, (N + ...)> all{};
  std::size_t next = 0;
  const auto append = [&](const auto& part) {
    for (const Probe& probe : part) all[next++] = probe;
  };
  (append(tables), ...);
  return all;
}

}  // namespace cachebound::probes
