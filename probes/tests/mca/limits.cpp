// SPDX-License-Identifier: Apache-2.0
// Prints, for oracle.cmake, what the files of configs/cores allow each kernel, one pair per line: core, probe,
// operations or bytes of one iteration, limit per cycle, tag. The kernels themselves lie in this very program.
#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "microbench/host/core_facts.hpp"
#include "probes/catalogue.hpp"

namespace {

using namespace cachebound;  // NOLINT(google-build-using-namespace): a program of one file

struct Work {
  double per_iteration;
  std::optional<Figure> limit;
};

/// Kernels that do one thing at a time: everything else has no limit of its own in a datasheet.
std::optional<Work> work_of(const probes::Probe& probe, const DatasheetFacts& facts) {
  if (probe.kind == probes::ProbeKind::compute) {
    return Work{probe.per_iteration.flops.value, facts.limit(operation_of(probe), probe.dtype, probe.isa)};
  }
  if (probe.kind != probes::ProbeKind::memory) return std::nullopt;
  if (probe.access == Access::read) return Work{probe.per_iteration.read.value, facts.l1_read(probe.isa)};
  if (probe.access == Access::write) return Work{probe.per_iteration.written.value, facts.l1_write(probe.isa)};
  return std::nullopt;
}

}  // namespace

int main() {
  const auto table = built_in_core_facts();
  if (!table) {
    fmt::print(stderr, "{}\n", table.error().detail);
    return 1;
  }
  for (const CoreFacts& core : *table) {
    for (const probes::Probe& probe : probes::catalogue()) {
      const auto work = work_of(probe, core.datasheet);
      if (!work || !work->limit) continue;
      fmt::print("{}:{}:{:g}:{:g}:{}\n", core.id, probe.id, work->per_iteration, work->limit->value,
                 to_string(work->limit->tag));
    }
  }
}
