// SPDX-License-Identifier: Apache-2.0
#include "analysis/load_slots.hpp"

#include <algorithm>

namespace cachebound::analysis {
namespace {

const Ceiling* measured(const MeasuredCoreKind& kind, const std::string& probe) {
  if (probe.empty()) return nullptr;
  const Ceiling* ceiling = find_ceiling(kind, probe);
  const bool usable = ceiling != nullptr && ceiling->kind == CeilingKind::load_slots && ceiling->threads == 1 &&
                      !ceiling->error && ceiling->loads_per_second.value.value > 0.0;
  return usable ? ceiling : nullptr;
}

double half_width(const Ceiling& ceiling) {
  const auto& e = ceiling.loads_per_second;
  const auto& c = ceiling.loads_per_cycle;
  if (ceiling.cycles_known && c.value.value > 0.0) return std::max(0.0, (c.high - c.low).value / (2.0 * c.value.value));
  return std::max(0.0, (e.high - e.low).value / (2.0 * e.value.value));
}

}  // namespace

std::optional<LoadSlotTime> load_slot_time(const MeasuredCoreKind& kind, const std::vector<AccessCount>& loads) {
  LoadSlotTime total;
  total.cycles = Cycles{};
  Seconds longest{};
  for (const AccessCount& form : loads) {
    const Ceiling* ceiling = measured(kind, form.probe);
    if (ceiling == nullptr) {
      total.without_probe += form.count;
      continue;
    }
    const Seconds seconds = Flops{form.count} / ceiling->loads_per_second.value;
    total.seconds += seconds;
    total.loads += form.count;
    if (!ceiling->cycles_known || !(ceiling->loads_per_cycle.value.value > 0.0)) total.cycles.reset();
    if (total.cycles) *total.cycles += Flops{form.count} / ceiling->loads_per_cycle.value;
    if (seconds > longest) {
      longest = seconds;
      total.ceiling = ceiling->id;
      total.quality = ceiling->quality;
      total.spread = half_width(*ceiling);
    }
  }
  if (total.ceiling.empty()) return std::nullopt;
  return total;
}

}  // namespace cachebound::analysis
