// SPDX-License-Identifier: Apache-2.0
#include "probes/catalogue.hpp"

#include <algorithm>
#include <string>

#include "microbench/nearest.hpp"

#if defined(__x86_64__)
#include "probes/x86_64/table.hpp"
#elif defined(__aarch64__)
#include "probes/aarch64/table.hpp"
#elif defined(__arm__)
#include "probes/arm/table.hpp"
#else
#error "no probes for this architecture"
#endif

namespace cachebound::probes {
namespace {

static_assert(offsetof(MemoryWindow, begin) == KERNEL_WINDOW_BEGIN);
static_assert(offsetof(MemoryWindow, end) == KERNEL_WINDOW_END);
static_assert(offsetof(MemoryWindow, position) == KERNEL_WINDOW_POSITION);
static_assert(offsetof(MemoryWindow, second) == KERNEL_WINDOW_SECOND);
static_assert(offsetof(MemoryWindow, operands) == KERNEL_WINDOW_OPERANDS);
static_assert(offsetof(MemoryWindow, ascending) == KERNEL_WINDOW_ASCENDING);
static_assert(offsetof(Operands, multiplicand) == KERNEL_OPERAND_BYTES);

/// How much more than stated an instruction does, and an accumulator holds, at the vector length of this machine.
double vector_factor(const Probe& probe) {
  constexpr double stated_for = 16.0;
  const double factor = is_scalable(probe.isa) ? vector_bytes(probe.isa) / stated_for : 1.0;
  return is_streaming(probe.isa) ? factor * factor : factor;
}

}  // namespace

bool measures_the_same(const Probe& a, const Probe& b) {
  // Which form of load, which mixture: that is what these measure.
  if (a.kind == ProbeKind::load_slots || a.kind == ProbeKind::mixed) return a.id == b.id;
  return a.kind == b.kind && a.dtype == b.dtype && a.access == b.access && a.layout == b.layout &&
         accumulates(operation_of(a)) == accumulates(operation_of(b)) && is_streaming(a.isa) == is_streaming(b.isa);
}

std::string_view to_string(ProbeKind kind) {
  switch (kind) {
    case ProbeKind::compute:
      return "compute";
    case ProbeKind::memory:
      return "memory";
    case ProbeKind::load_slots:
      return "load-slots";
    case ProbeKind::latency:
      return "latency";
    case ProbeKind::mixed:
      return "mixed";
    case ProbeKind::chain:
      return "chain";
  }
  return "unknown";
}

std::string_view operation_of(const Probe& probe) { return probe.id.substr(0, probe.id.find('_')); }

PerIteration executed(const Probe& probe) {
  const double factor = vector_factor(probe);
  PerIteration here = probe.per_iteration;
  here.flops = factor * here.flops;
  // A memory kernel moves whole blocks whatever the length of its vectors.
  return here;
}

std::size_t executed_out_bytes(const Probe& probe) {
  if (probe.kind == ProbeKind::mixed) {
    const auto accumulators = static_cast<double>(probe.out_bytes - KERNEL_MIXED_ACCUMULATORS);
    return KERNEL_MIXED_ACCUMULATORS + static_cast<std::size_t>(accumulators * vector_factor(probe));
  }
  if (probe.kind != ProbeKind::compute) return probe.out_bytes;
  return static_cast<std::size_t>(static_cast<double>(probe.out_bytes) * vector_factor(probe));
}

PerIteration executed_in_sweep(const Probe& probe, int accumulators) {
  const int instructions = KERNEL_SWEEP_INSTRUCTIONS(accumulators);
  return {.flops = executed(probe).flops * (static_cast<double>(instructions) / probe.instructions)};
}

std::span<const Probe> catalogue() { return table; }

const Probe* find(std::string_view id) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Probe& probe) { return probe.id == id; });
  return found == table.end() ? nullptr : &*found;
}

std::string_view nearest_id(std::string_view text) {
  std::vector<std::string> ids;
  for (const Probe& probe : table) ids.emplace_back(probe.id);
  return find(nearest(text, ids))->id;
}

Status runnable_on(const Probe& probe, const IsaSet& host) {
  if (contains(host, probe.isa)) return {};
  std::string offered;
  for (const Isa isa : host) offered.append(offered.empty() ? "" : ", ").append(to_string(isa));
  return Error{Reason::not_supported_by_cpu,
               std::string("needs ").append(to_string(probe.isa)).append("; this core has ").append(offered)};
}

std::vector<std::vector<const Probe*>> by_type(const std::vector<const Probe*>& probes) {
  std::vector<std::vector<const Probe*>> groups;
  for (const Probe* probe : probes) {
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& forms) { return measures_the_same(*forms.front(), *probe); });
    if (group == groups.end()) {
      groups.push_back({probe});
    } else {
      group->push_back(probe);
    }
  }
  for (auto& forms : groups) {
    std::stable_sort(forms.begin(), forms.end(),
                     [](const Probe* a, const Probe* b) { return vector_bytes(a->isa) > vector_bytes(b->isa); });
  }
  return groups;
}

std::vector<const Probe*> clock_chains() {
  std::vector<const Probe*> chains;
  for (const Probe& probe : table) {
    const bool certain = probe.kind == ProbeKind::chain && probe.cycles_per_step && probe.trusted_clock;
    if (certain && probe.chain.empty()) chains.push_back(&probe);
  }
  return chains;
}

}  // namespace cachebound::probes
