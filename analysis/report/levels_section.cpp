// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

std::string size_text(Bytes size) { return format_number(number_of(size, Unit::bytes)); }

bool machine_states(const CacheSize& cache) { return cache.source != "measured"; }

/// What the data file says of such cores: shown beside the machine's own word, and used for nothing.
std::vector<Cache> datasheet_caches(const ReportInput& input, const MeasuredCoreKind& kind) {
  for (const CoreKind& candidate : input.machine.host.core_kinds)
    if (candidate.id == kind.id) return candidate.datasheet_caches;
  return {};
}

/// "48 KiB (sysfs), 32 KiB (datasheet)": who says what, measured sizes left out.
std::string nominal_text(const ReportInput& input, const MeasuredCoreKind& kind, Level level) {
  std::vector<std::pair<double, std::vector<std::string>>> sizes;
  const auto add = [&](const auto& cache) {
    if (cache.level != level) return;
    const auto same =
        std::find_if(sizes.begin(), sizes.end(), [&](const auto& each) { return each.first == cache.size.value; });
    if (same == sizes.end()) {
      sizes.push_back({cache.size.value, {cache.source}});
    } else {
      same->second.push_back(cache.source);
    }
  };
  for (const CacheSize& cache : kind.caches)
    if (machine_states(cache)) add(cache);
  for (const Cache& cache : datasheet_caches(input, kind)) add(cache);
  std::vector<std::string> parts;
  for (const auto& [size, sources] : sizes) parts.push_back(size_text({size}) + " (" + join(sources, ", ") + ")");
  return join(parts, ", ");
}

Cell capacity_cell(const MeasuredCoreKind& kind, const LevelPlateau& plateau) {
  if (plateau.level == Level::dram) return Absent{"none: memory"};
  Bytes from = plateau.last;
  std::optional<Bytes> to = plateau.beyond;
  std::string how;
  for (const CacheSize& cache : kind.caches) {
    if (cache.level != plateau.level || cache.source != "measured") continue;
    from = cache.size;
    to = cache.at_most;
    if (!cache.method.empty()) how = " (" + cache.method + ")";
  }
  if (!to) return Text{"at least " + size_text(from) + how, Tone::plain};
  return Text{size_text(from) + " to " + size_text(*to) + how, Tone::plain};
}

/// "The line of L1 is 64 bytes: ..."; empty where none was measured.
std::string line_text(const MeasuredCoreKind& kind) {
  std::string text;
  std::vector<std::string> stated;
  for (const CacheSize& cache : kind.caches) {
    if (cache.level != Level::l1 || !cache.line) continue;
    if (cache.source != "measured") {
      stated.push_back(size_text(*cache.line) + " (" + cache.source + ")");
    } else {
      text = "Line of L1: " + size_text(*cache.line) +
             ", the least distance at which the second of two dependent loads costs as much as the first";
    }
  }
  if (text.empty()) {
    for (const ProbeMeasurement& row : kind.measurements)
      if (row.apart && row.error) return "Line of L1: not measured: " + row.id + ": " + error_text(*row.error);
    return text;
  }
  return text + (stated.empty() ? "; the machine states none." : "; stated: " + join(stated, ", ") + ".");
}

Table levels_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "levels" + kind_suffix(input, kind);
  table.columns = {{"level", Align::left, {}, false},   {"plateau", Align::left, {}, false},
                   {"rate", Align::right, {}, false},   {"capacity", Align::left, {}, false},
                   {"nominal", Align::left, {}, false}, {"how it was decided", Align::left, {}, false}};
  for (const LevelPlateau& plateau : kind.levels) {
    const std::string nominal = nominal_text(input, kind, plateau.level);
    const Cell nominal_cell = plateau.level == Level::dram ? Cell{Absent{"none: memory"}}
                              : nominal.empty()            ? Cell{Absent{"not stated"}}
                                                           : Cell{Text{nominal, Tone::plain}};
    table.rows.push_back({Text{std::string(to_string(plateau.level)), Tone::plain},
                          Text{size_text(plateau.first) + " to " + size_text(plateau.last), Tone::plain},
                          Number{plateau.rate, plateau.per_cycle ? Unit::bytes_per_cycle : Unit::byte_rate, {}, {}},
                          capacity_cell(kind, plateau), nominal_cell, Text{plateau.detail, Tone::plain}});
  }
  return table;
}

}  // namespace

Section levels_section(const ReportInput& input) {
  Section section{
      "levels", "Levels and cache sizes", "What the sweep shows, beside what the machine says of itself.", false, {},
      {}};
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (kind.levels.empty()) {
      section.blocks.emplace_back(Paragraph{"No level could be read from a sweep on " + kind.id + ".", Tone::muted});
    } else {
      section.blocks.emplace_back(levels_table(input, kind));
    }
    if (!kind.levels.empty() && std::none_of(kind.caches.begin(), kind.caches.end(), machine_states))
      section.blocks.emplace_back(
          Paragraph{"The machine states no cache sizes of " + kind.id + ": these are measured.", Tone::plain});
    if (const std::string line = line_text(kind); !line.empty())
      section.blocks.emplace_back(Paragraph{line, Tone::plain});
    if (!kind.dram_note.empty()) section.blocks.emplace_back(Paragraph{"DRAM: " + kind.dram_note, Tone::plain});
  }
  return section;
}

}  // namespace cachebound::analysis::report
