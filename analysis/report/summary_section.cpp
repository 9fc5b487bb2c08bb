// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

constexpr std::array all_levels{Level::l1, Level::l2, Level::l3, Level::dram};

const Ceiling* best_compute(const MeasuredCoreKind& kind) {
  const Ceiling* best = nullptr;
  for (const Ceiling& ceiling : kind.ceilings)
    if (ceiling.threads == 1 && ceiling.kind == CeilingKind::compute && ceiling.dtype == DType::f32 &&
        accumulates(ceiling.operation) && !ceiling.error && !is_streaming(ceiling.isa) &&
        (!best || ceiling.flops_per_second.value > best->flops_per_second.value))
      best = &ceiling;
  return best;
}

const Ceiling* best_memory(const MeasuredCoreKind& kind, Level level) {
  const Ceiling* best = nullptr;
  for (const Ceiling& ceiling : kind.ceilings)
    if (ceiling.threads == 1 && ceiling.kind == CeilingKind::memory && ceiling.access == Access::read &&
        ceiling.level == level && !ceiling.error &&
        (!best || ceiling.bytes_per_second.value > best->bytes_per_second.value))
      best = &ceiling;
  return best;
}

const OperatorRow* fastest(const ReportInput& input) {
  const OperatorRow* best = nullptr;
  if (!input.operators) return best;
  for (const OperatorRow& row : input.operators->rows)
    if (!row.measurement.error && row.placement && (!best || row.placement->achieved > best->placement->achieved))
      best = &row;
  return best;
}

std::string machine_sentence(const ReportInput& input) {
  const HostInfo& host = input.machine.host;
  std::vector<std::string> names;
  for (const CoreKind& kind : host.core_kinds) names.push_back(kind.model_name.empty() ? kind.id : kind.model_name);
  std::string text =
      names.empty() ? host.architecture : fmt::format("{} ({})", join(names, " and "), host.architecture);
  if (!host.board.empty()) text += ", " + host.board;
  if (host.virtual_machine)
    text += fmt::format(", in a virtual machine{}", host.hypervisor.empty() ? "" : " under " + host.hypervisor);
  if (!host.os.empty()) text += ", " + host.os;
  return text + ".";
}

std::string peak_sentence(const Ceiling& peak) {
  std::string text = fmt::format("The fastest f32 multiply-add rate is {}",
                                 cell_text(number_of(peak.flops_per_second, Unit::flop_rate)));
  if (peak.cycles_known)
    text += fmt::format(", {}", cell_text(number_of(peak.flops_per_cycle, Unit::flops_per_cycle)));
  text += fmt::format(", reached by {}", peak.probe);
  if (peak.cycles_known && peak.datasheet_flops_per_cycle)
    text += fmt::format(
        ", {} of what the datasheet states",
        format_number({ratio(peak.flops_per_cycle.value, *peak.datasheet_flops_per_cycle), Unit::fraction, {}, {}}));
  return text + ".";
}

std::string bandwidth_sentence(const MeasuredCoreKind& kind) {
  std::vector<std::string> parts;
  for (const Level level : all_levels)
    if (const Ceiling* ceiling = best_memory(kind, level))
      parts.push_back(fmt::format(
          "{} from {}", cell_text(number_of(ceiling->bytes_per_second, Unit::byte_rate)), to_string(level)));
  return parts.empty() ? std::string() : "One core reads " + join(parts, ", ") + ".";
}

std::string operator_sentence(const OperatorRow& row) {
  std::string text =
      fmt::format("The fastest operator is {} at {}: {} of the {} that {} allows.", row.measurement.id,
                  format_number(number_of(row.placement->achieved, Unit::flop_rate)),
                  format_number({row.placement->efficiency, Unit::fraction, {}, {}}),
                  format_number(number_of(row.placement->attainable, Unit::flop_rate)), row.placement->ceiling);
  if (row.measurement.cycles_known && row.measurement.clock.samples > 0)
    text += fmt::format(" (Of the ceiling per cycle: the core ran at {} meanwhile.)",
                        format_number(number_of(row.measurement.clock.value, Unit::hertz)));
  if (row.attribution) text += " Its time: " + gap_text(*row.attribution) + ".";
  return text;
}

std::string qualities(const ReportInput& input, Quality quality) { return quality_cell(input, quality).text; }

Facts tiles(const ReportInput& input, const MeasuredCoreKind& kind, const OperatorRow* best) {
  Facts facts;
  facts.headline = true;
  if (const Ceiling* peak = best_compute(kind)) {
    std::string detail = qualities(input, peak->quality);
    if (peak->cycles_known)
      detail = format_number(number_of(peak->flops_per_cycle.value, Unit::flops_per_cycle)) + ", " + detail;
    facts.facts.push_back({"Peak f32", number_of(peak->flops_per_second, Unit::flop_rate), detail});
  }
  for (const Level level : all_levels) {
    const Ceiling* ceiling = best_memory(kind, level);
    if (!ceiling) continue;
    std::string detail = qualities(input, ceiling->quality);
    if (ceiling->cycles_known)
      detail = format_number(number_of(ceiling->bytes_per_cycle.value, Unit::bytes_per_cycle)) + ", " + detail;
    facts.facts.push_back(
        {std::string(to_string(level)) + " read", number_of(ceiling->bytes_per_second, Unit::byte_rate), detail});
  }
  if (best && &kind == operator_kind(input))
    facts.facts.push_back({"Best operator", Number{best->placement->efficiency, Unit::fraction, {}, {}},
                           "of attainable, " + best->measurement.id});
  return facts;
}

}  // namespace

Section summary_section(const ReportInput& input) {
  Section section{"summary", "In short", machine_sentence(input), false, {}, {}};
  const OperatorRow* best = fastest(input);
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    std::string words = input.machine.core_kinds.size() > 1 ? "On " + kind.id + ": " : std::string();
    if (const Ceiling* peak = best_compute(kind)) words += peak_sentence(*peak) + " ";
    words += bandwidth_sentence(kind);
    section.blocks.emplace_back(tiles(input, kind, best));
    if (!words.empty()) section.blocks.emplace_back(Paragraph{words, Tone::plain});
  }
  if (best) section.blocks.emplace_back(Paragraph{operator_sentence(*best), Tone::plain});
  std::vector<std::string> bad;
  for (const ConditionVerdict& verdict : judge(input.machine.conditions))
    if (verdict.verdict == Verdict::bad) bad.push_back(fmt::format("{} ({})", verdict.name, verdict.text));
  if (!bad.empty())
    section.blocks.emplace_back(
        Notices{{{Tone::bad, "Measuring here would mislead, says doctor.", join(bad, "; ") + "."}}});
  return section;
}

}  // namespace cachebound::analysis::report
