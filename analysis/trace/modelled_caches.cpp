// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/modelled_caches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cachebound::analysis {
namespace {

double set_bytes(const Cache& cache) { return static_cast<double>(cache.ways) * cache.line_bytes; }

const Cache* find(const std::vector<Cache>& caches, Level level) {
  const auto found = std::find_if(caches.begin(), caches.end(), [&](const Cache& c) { return c.level == level; });
  return found == caches.end() ? nullptr : &*found;
}

std::vector<LevelCapacity> sizes_of(const std::vector<Cache>& stated) {
  std::vector<LevelCapacity> sizes;
  for (const Cache& cache : stated) sizes.push_back({cache.level, cache.size});
  return sizes;
}

}  // namespace

ModelledCaches modelled_caches(const std::vector<Cache>& stated, const std::vector<LevelCapacity>& capacities) {
  ModelledCaches result;
  for (const auto& [level, capacity] : capacities.empty() ? sizes_of(stated) : capacities) {
    if (level == Level::dram) break;
    const Cache* known = find(stated, level);
    if (known == nullptr || known->ways <= 0 || known->line_bytes <= 0) {
      result.missing = fmt::format("nothing states the ways and the line of {}", to_string(level));
      return result;
    }
    if (!result.caches.empty() && known->line_bytes != result.caches.front().line_bytes) {
      result.missing = fmt::format("{} has lines of another size", to_string(level));
      return result;
    }
    Cache cache = *known;
    cache.size = {std::floor(capacity.value / set_bytes(*known)) * set_bytes(*known)};
    if (capacity != known->size) cache.source = "measured";
    if (!(cache.size.value > 0.0)) {
      result.missing = fmt::format("{} is smaller than one set of its ways", to_string(level));
      return result;
    }
    result.caches.push_back(std::move(cache));
  }
  if (result.caches.empty()) result.missing = "no cache size is known";
  return result;
}

std::vector<Cache> stated_caches(const MachineModel& machine, int cpu) {
  const MeasuredCoreKind* kind = find_core_kind(machine, cpu);
  if (kind == nullptr) return {};
  for (const CoreKind& stated : machine.host.core_kinds)
    if (stated.id == kind->id) return stated.caches;
  return {};
}

ModelledCaches modelled_caches(const MachineModel& machine, int cpu) {
  const MeasuredCoreKind* kind = find_core_kind(machine, cpu);
  if (kind == nullptr) return {.caches = {}, .missing = "the machine model holds no core kind"};
  return modelled_caches(stated_caches(machine, cpu), cache_capacities(kind->levels, kind->caches));
}

bool is_size_of(const Cache& modelled, Bytes capacity) {
  const double rest = capacity.value - modelled.size.value;
  return rest >= 0.0 && rest < std::max(1.0, set_bytes(modelled));
}

}  // namespace cachebound::analysis
