// SPDX-License-Identifier: Apache-2.0
#include "analysis/roofline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/load_slots.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::array all_levels{Level::l1, Level::l2, Level::l3, Level::dram};

template <typename Q>
double relative_half_width(const Estimate<Q>& estimate) {
  if (!(estimate.value.value > 0.0)) return 0.0;
  return std::max(0.0, (estimate.high - estimate.low).value / (2.0 * estimate.value.value));
}

void set_seconds(Roof& roof, Seconds seconds, Flops work) {
  roof.seconds = seconds;
  if (seconds.value > 0.0) roof.attainable = work / seconds;
}

/// Roofs of the core move with its clock; those beyond it do not.
bool in_cycles(const Ceiling& ceiling, std::optional<Frequency> clock) {
  const bool in_core = !ceiling.level || *ceiling.level == Level::l1 || *ceiling.level == Level::l2;
  const double per_cycle = ceiling.level ? ceiling.bytes_per_cycle.value.value : ceiling.flops_per_cycle.value.value;
  return in_core && ceiling.cycles_known && clock && per_cycle > 0.0;
}

Roof compute_roof(const MeasuredCoreKind& kind, const OperatorCase& op, std::optional<Frequency> clock) {
  Roof roof;
  const Ceiling* ceiling = find_compute_ceiling(kind, op.dtype, op.isa, op.threads);
  if (ceiling == nullptr) {
    roof.missing = fmt::format("no {} compute ceiling was measured for {} with {} thread(s)", to_string(op.dtype),
                               to_string(op.isa), op.threads);
    return roof;
  }
  roof.ceiling = ceiling->id;
  roof.quality = ceiling->quality;
  if (!(ceiling->flops_per_second.value.value > 0.0)) {
    roof.missing = fmt::format("ceiling {} has no positive rate", ceiling->id);
    return roof;
  }
  if (in_cycles(*ceiling, clock)) {
    roof.cycles = op.work / ceiling->flops_per_cycle.value;
    roof.spread = relative_half_width(ceiling->flops_per_cycle);
    set_seconds(roof, *roof.cycles / *clock, op.work);
  } else {
    roof.spread = relative_half_width(ceiling->flops_per_second);
    set_seconds(roof, op.work / ceiling->flops_per_second.value, op.work);
  }
  return roof;
}

Roof memory_roof(const MeasuredCoreKind& kind, const OperatorCase& op, Level level, std::optional<Frequency> clock) {
  Roof roof;
  roof.level = level;
  const auto traffic =
      std::find_if(op.traffic.begin(), op.traffic.end(), [&](const Traffic& t) { return t.level == level; });
  if (traffic == op.traffic.end()) {
    roof.missing = fmt::format("no {} traffic is known for this row", to_string(level));
    return roof;
  }
  const Bytes bytes = traffic->read + traffic->written;
  roof.traffic = bytes;
  roof.source = traffic->source;
  if (bytes.value > 0.0) roof.intensity = op.work / bytes;
  const Ceiling* ceiling = find_memory_ceiling(kind, level, op.isa, op.threads);
  if (ceiling == nullptr) {
    roof.missing = fmt::format("no {} ceiling was measured for {} with {} thread(s)", to_string(level),
                               to_string(op.isa), op.threads);
    return roof;
  }
  roof.ceiling = ceiling->id;
  roof.quality = ceiling->quality;
  if (!(ceiling->bytes_per_second.value.value > 0.0)) {
    roof.missing = fmt::format("ceiling {} has no positive rate", ceiling->id);
    return roof;
  }
  if (in_cycles(*ceiling, clock)) {
    roof.cycles = bytes / ceiling->bytes_per_cycle.value;
    roof.spread = relative_half_width(ceiling->bytes_per_cycle);
    set_seconds(roof, *roof.cycles / *clock, op.work);
  } else {
    roof.spread = relative_half_width(ceiling->bytes_per_second);
    set_seconds(roof, bytes / ceiling->bytes_per_second.value, op.work);
  }
  return roof;
}

/// Bytes are not the whole L1 limit: where the loads, by form, take longer in their slots, that is the roof.
void limit_by_load_slots(Roof& roof, const MeasuredCoreKind& kind, const OperatorCase& op,
                         std::optional<Frequency> clock) {
  if (!roof.seconds || op.threads != 1) return;
  const auto slots = load_slot_time(kind, op.loads);
  if (!slots) return;
  const bool per_cycle = roof.cycles && slots->cycles && clock;
  const Seconds seconds = per_cycle ? *slots->cycles / *clock : slots->seconds;
  if (seconds <= *roof.seconds) return;
  roof.cycles = per_cycle ? slots->cycles : std::nullopt;
  roof.loads = slots->loads;
  roof.ceiling = slots->ceiling;
  roof.quality = slots->quality;
  roof.spread = slots->spread;
  set_seconds(roof, seconds, op.work);
}

bool is_level_here(const MeasuredCoreKind& kind, Level level) {
  return std::any_of(kind.levels.begin(), kind.levels.end(), [&](const LevelPlateau& p) { return p.level == level; }) ||
         std::any_of(kind.ceilings.begin(), kind.ceilings.end(), [&](const Ceiling& c) { return c.level == level; });
}

std::vector<std::string> notes_of(const MeasuredCoreKind& kind, const OperatorCase& op, const std::vector<Roof>& all) {
  std::vector<std::string> notes;
  for (const Roof& roof : all) {
    const Ceiling* ceiling = find_ceiling(kind, roof.ceiling);
    if (ceiling != nullptr && ceiling->isa != op.isa && !roof.loads)
      notes.push_back(fmt::format("no {} ceiling of its own was measured for {}: placed below {}",
                                  bound_name(roof.level), to_string(op.isa), roof.ceiling));
    if (roof.source == TrafficSource::compulsory)
      notes.push_back(fmt::format("{} bytes are compulsory ones only, a lower bound: the roof may lie lower",
                                  bound_name(roof.level)));
    if (!roof.missing.empty()) notes.push_back(roof.missing);
  }
  return notes;
}

}  // namespace

OperatorCase case_of(const OperatorMeasurement& m) {
  return {.id = m.id,
          .op = m.op,
          .backend = m.backend,
          .dtype = m.dtype,
          .problem = m.problem,
          .isa = m.isa,
          .threads = m.threads,
          .cache = m.cache,
          .work = m.work,
          .blocking = m.blocking,
          .conv_blocking = m.conv_blocking,
          .traffic = m.traffic,
          .loads = m.loads};
}

std::vector<Roof> roofs(const MeasuredCoreKind& kind, const OperatorCase& op, std::optional<Frequency> clock) {
  std::vector<Roof> all{compute_roof(kind, op, clock)};
  for (const Level level : all_levels)
    if (is_level_here(kind, level)) all.push_back(memory_roof(kind, op, level, clock));
  for (Roof& roof : all)
    if (roof.level == Level::l1) limit_by_load_slots(roof, kind, op, clock);
  return all;
}

std::optional<std::size_t> binding_roof(const std::vector<Roof>& all) {
  if (all.empty() || !all.front().seconds) return std::nullopt;
  std::size_t binding = 0;
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i].seconds && *all[i].seconds > *all[binding].seconds) binding = i;
  return binding;
}

std::string bound_name(const std::optional<Level>& bound) {
  return bound ? std::string(to_string(*bound)) : std::string("compute");
}

std::optional<Frequency> clock_of_row(const OperatorMeasurement& m) {
  if (!m.cycles_known || !(m.seconds.value.value > 0.0) || !(m.cycles.value.value > 0.0)) return std::nullopt;
  return m.cycles.value / m.seconds.value;
}

Result<Placement> place(const MeasuredCoreKind& kind, const OperatorMeasurement& m) {
  if (m.error) return *m.error;
  if (!(m.seconds.value.value > 0.0) || !(m.work.value > 0.0))
    return Error{Reason::malformed, fmt::format("{}: time and work must be positive", m.id)};
  const OperatorCase op = case_of(m);
  Placement placement;
  placement.roofs = roofs(kind, op, clock_of_row(m));
  const auto binding = binding_roof(placement.roofs);
  if (!binding) return Error{Reason::not_found, fmt::format("{}: {}", m.id, placement.roofs.front().missing)};
  const Roof& roof = placement.roofs[*binding];
  placement.bound = roof.level;
  placement.ceiling = roof.ceiling;
  placement.attainable = *roof.attainable;
  placement.achieved = m.work / m.seconds.value;
  placement.efficiency = ratio(placement.achieved, placement.attainable);
  placement.spread = roof.spread + (roof.cycles ? relative_half_width(m.cycles) : relative_half_width(m.seconds));
  placement.ceiling_exceeded = placement.efficiency > 1.0 + placement.spread && !m.fewer_operations;
  placement.notes = notes_of(kind, op, placement.roofs);
  if (m.fewer_operations)
    placement.notes.emplace_back("does fewer operations than the definition it is rated by: it may pass its ceiling");
  return placement;
}

}  // namespace cachebound::analysis
