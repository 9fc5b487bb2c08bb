// SPDX-License-Identifier: Apache-2.0
#include "probes/markdown.hpp"

#include <initializer_list>

namespace cachebound::probes {
namespace {

std::string count(double value) { return std::to_string(static_cast<long>(value)); }

std::string work(const Probe& probe) {
  const PerIteration& per = probe.per_iteration;
  switch (probe.kind) {
    case ProbeKind::compute:
      return count(per.flops.value) + " operations" + (is_scalable(probe.isa) ? " at 128 bits" : "");
    case ProbeKind::memory:
      if (per.written.value == 0) return count(per.read.value) + " B read";
      if (per.read.value == 0) return count(per.written.value) + " B written";
      return count(per.read.value) + " B read, " + count(per.written.value) + " B written";
    case ProbeKind::mixed:
      return count(per.flops.value) + " operations, " + count(per.read.value) + " B read";
    case ProbeKind::load_slots:
    case ProbeKind::latency:
      return std::to_string(per.loads) + " loads";
    case ProbeKind::chain:
      return std::to_string(per.chain_steps) + " steps";
  }
  return {};
}

std::string clock(const Probe& probe) {
  if (probe.kind != ProbeKind::chain || !probe.cycles_per_step) return '`' + std::string(probe.chain) + '`';
  if (!probe.trusted_clock) return "never";
  return std::to_string(*probe.cycles_per_step) + (*probe.cycles_per_step == 1 ? " cycle" : " cycles");
}

std::string joined(std::initializer_list<std::string> cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row.append(" ").append(cell).append(" |");
  return row;
}

}  // namespace

std::string_view architecture() {
#if defined(__x86_64__)
  return "x86_64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "arm";
#endif
}

std::string markdown_header() {
  return "| probe | kind | needs | per iteration | clock | what it does "
         "|\n|---|---|---|---|---|---|";
}

std::string markdown_row(const Probe& probe) {
  return joined({'`' + std::string(probe.id) + '`', std::string(to_string(probe.kind)),
                 std::string(to_string(probe.isa)), work(probe), clock(probe), std::string(probe.summary)});
}

}  // namespace cachebound::probes
