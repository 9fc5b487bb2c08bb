// SPDX-License-Identifier: Apache-2.0
#include "analysis/attribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "analysis/levels.hpp"
#include "analysis/traffic/operator_traffic.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::array<std::pair<Cause, std::string_view>, 8> cause_names{{{Cause::peak, "peak"},
                                                                         {Cause::l1, "l1"},
                                                                         {Cause::l2, "l2"},
                                                                         {Cause::l3, "l3"},
                                                                         {Cause::dram, "dram"},
                                                                         {Cause::no_overlap, "no-overlap"},
                                                                         {Cause::packing, "packing"},
                                                                         {Cause::threads, "threads"}}};
constexpr std::array<std::pair<Cause, Level>, 4> level_causes{
    {{Cause::l1, Level::l1}, {Cause::l2, Level::l2}, {Cause::l3, Level::l3}, {Cause::dram, Level::dram}}};

Term not_measured(Cause cause, std::string why) { return {cause, std::nullopt, "not_measured", std::move(why)}; }

/// The case whose Q no longer holds what packing moved; empty detail when there was nothing to take out.
std::pair<OperatorCase, std::string> without_packing(const MeasuredCoreKind& kind, const OperatorMeasurement& m) {
  OperatorCase op = case_of(m);
  if (!m.packing_seconds) return {op, {}};
  const std::vector<Traffic> packing = packing_traffic(op, cache_capacities(kind.levels, kind.caches));
  if (packing.empty()) return {op, "its bytes could not be told from the others and still stand in the levels' terms"};
  for (Traffic& total : op.traffic)
    for (const Traffic& part : packing)
      if (part.level == total.level && total.source != TrafficSource::compulsory) {
        total.read = {std::max(0.0, (total.read - part.read).value)};
        total.written = {std::max(0.0, (total.written - part.written).value)};
      }
  return {op, "its bytes are not in the levels' terms"};
}

Term peak_term(const Ceiling& ceiling, std::int64_t ideal, std::int64_t compute) {
  return {Cause::peak, compute - ideal, "datasheet",
          fmt::format("{} reaches {:.4g} of the datasheet's {:.4g} flops/cycle", ceiling.id,
                      ceiling.flops_per_cycle.value.value, ceiling.datasheet_flops_per_cycle->value)};
}

/// A datasheet's figure is per cycle: without a clock of the row, or cycles of the ceiling, it says nothing in seconds.
std::string why_no_datasheet(const Ceiling& ceiling, std::optional<Frequency> clock) {
  const std::string measured = ": the ideal is the measured ceiling";
  if (!ceiling.datasheet_flops_per_cycle || !(ceiling.datasheet_flops_per_cycle->value > 0.0))
    return "no datasheet figure may be applied" + measured;
  const std::string per_cycle = "the datasheet's figure is per cycle, and ";
  if (!clock) return per_cycle + "the clock of this row is not known" + measured;
  return fmt::format("{}the cycles of {} are not known{}", per_cycle, ceiling.id, measured);
}

/// Every level's bound beyond all bounds inside it.
std::vector<Term> level_terms(const std::vector<Roof>& all, std::int64_t compute) {
  std::vector<Term> terms;
  std::int64_t inside = compute;
  for (const auto& [cause, level] : level_causes) {
    const auto roof = std::find_if(all.begin(), all.end(), [&, l = level](const Roof& r) { return r.level == l; });
    if (roof == all.end()) {
      terms.push_back(not_measured(cause, fmt::format("the sweep shows no {} here", to_string(level))));
    } else if (!roof->seconds) {
      terms.push_back(not_measured(cause, roof->missing));
    } else {
      const std::int64_t bound = to_picoseconds(*roof->seconds);
      terms.push_back({cause, std::max<std::int64_t>(0, bound - inside), std::string(to_string(*roof->source)),
                       roof->loads
                           ? fmt::format("{:.0f} loads in load slots, most time at {}", *roof->loads, roof->ceiling)
                           : fmt::format("{:.0f} bytes at {}", roof->traffic->value, roof->ceiling)});
      inside = std::max(inside, bound);
    }
  }
  return terms;
}

}  // namespace

std::string_view to_string(Cause cause) {
  for (const auto& [value, name] : cause_names)
    if (value == cause) return name;
  return "peak";
}

std::optional<Cause> parse_cause(std::string_view text) {
  for (const auto& [value, name] : cause_names)
    if (name == text) return value;
  return std::nullopt;
}

std::int64_t to_picoseconds(Seconds seconds) {
  // 106 days; beyond it (a broken ceiling near zero) the value saturates instead of overflowing.
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max() / 2;
  constexpr auto most = static_cast<double>(largest);
  const double picoseconds = seconds.value * 1e12;
  if (!(picoseconds < most)) return largest;
  return std::llround(std::max(picoseconds, -most));
}

Seconds from_picoseconds(std::int64_t picoseconds) { return {static_cast<double>(picoseconds) * 1e-12}; }

std::int64_t explained_picoseconds(const Attribution& attribution) {
  std::int64_t sum = 0;
  for (const Term& term : attribution.terms) sum += term.picoseconds.value_or(0);
  return sum;
}

Result<Attribution> attribute(const MeasuredCoreKind& kind, const OperatorMeasurement& m) {
  if (m.error) return *m.error;
  if (!(m.seconds.value.value > 0.0) || !(m.work.value > 0.0))
    return Error{Reason::malformed, fmt::format("{}: time and work must be positive", m.id)};
  const auto [op, packing_detail] = without_packing(kind, m);
  const std::optional<Frequency> clock = clock_of_row(m);
  const std::vector<Roof> all = roofs(kind, op, clock);
  if (!all.front().seconds) return Error{Reason::not_found, fmt::format("{}: {}", m.id, all.front().missing)};

  Attribution result;
  result.measured_picoseconds = to_picoseconds(m.seconds.value);
  const std::int64_t compute = to_picoseconds(*all.front().seconds);
  const Ceiling* ceiling = find_ceiling(kind, all.front().ceiling);
  CACHEBOUND_ASSERT(ceiling != nullptr);
  if (ceiling->datasheet_flops_per_cycle && ceiling->datasheet_flops_per_cycle->value > 0.0 && all.front().cycles) {
    const double share = ratio(ceiling->flops_per_cycle.value, *ceiling->datasheet_flops_per_cycle);
    result.ideal_picoseconds = to_picoseconds(share * *all.front().seconds);
    result.ideal_source = "datasheet";
    result.terms.push_back(peak_term(*ceiling, result.ideal_picoseconds, compute));
  } else {
    result.ideal_picoseconds = compute;
    result.ideal_source = ceiling->id;
    result.terms.push_back(not_measured(Cause::peak, why_no_datasheet(*ceiling, clock)));
  }
  for (Term& term : level_terms(all, compute)) result.terms.push_back(std::move(term));
  result.terms.push_back(not_measured(Cause::no_overlap, "mixed ceilings are not applied to operators yet"));
  if (m.packing_seconds)
    result.terms.push_back({Cause::packing, to_picoseconds(m.packing_seconds->value), "measured", packing_detail});
  else
    result.terms.push_back(not_measured(Cause::packing, "not measured alone"));
  result.terms.push_back(not_measured(
      Cause::threads, m.threads == 1 ? "one thread: there is no imbalance to measure" : "imbalance was not measured"));
  result.unexplained_picoseconds =
      result.measured_picoseconds - result.ideal_picoseconds - explained_picoseconds(result);
  return result;
}

}  // namespace cachebound::analysis
