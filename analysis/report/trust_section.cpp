// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

constexpr std::array meanings{
    std::pair{Quality::stable,
              "the interval is within its target, and no sign of trouble touched more rounds than it leaves aside."},
    std::pair{
        Quality::noisy,
        "measured, but the interval is wider than its target, or a sign of trouble spoils it: the row says which."},
    std::pair{Quality::throttled, "the clock fell during the measurement: the rate per second is of that clock."},
    std::pair{Quality::emulated, "the instructions were interpreted: the rate says nothing about hardware."},
    std::pair{Quality::host_shared,
              "L3 or DRAM of a virtual machine: at best steady within this run, different an hour later, since other "
              "guests use them too; signs of trouble stand beside the row."}};

struct Counts {
  std::map<Quality, std::size_t> qualities;
  std::size_t failed = 0;
  std::size_t dropped = 0;
  std::size_t samples = 0;
};

/// Used and dropped samples: each row fills the estimate of its kind.
std::pair<int, int> samples_of(const ProbeMeasurement& row) {
  switch (row.kind) {
    case CeilingKind::compute:
    case CeilingKind::mixed:
      return {row.flops_per_second.samples, row.flops_per_second.dropped};
    case CeilingKind::memory:
      return {row.bytes_per_second.samples, row.bytes_per_second.dropped};
    case CeilingKind::load_slots:
      return {row.loads_per_second.samples, row.loads_per_second.dropped};
    case CeilingKind::latency:
      break;
  }
  return {row.latency_seconds.samples, row.latency_seconds.dropped};
}

Counts count(const ReportInput& input) {
  Counts counts;
  const auto add = [&](bool failed, Quality quality, int samples, int dropped) {
    if (failed) {
      ++counts.failed;
      return;
    }
    ++counts.qualities[input.machine.host.emulated ? Quality::emulated : quality];
    counts.samples += static_cast<std::size_t>(samples > 0 ? samples : 0);
    counts.dropped += static_cast<std::size_t>(dropped > 0 ? dropped : 0);
  };
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    for (const ProbeMeasurement& row : kind.measurements) {
      const auto& [samples, dropped] = samples_of(row);
      add(row.error.has_value(), row.quality, samples, dropped);
    }
  if (input.operators)
    for (const OperatorRow& row : input.operators->rows)
      add(row.measurement.error.has_value(), row.measurement.quality, row.measurement.seconds.samples,
          row.measurement.seconds.dropped);
  return counts;
}

/// Rows in which a sign was seen, and in how many of them it spoils the number.
struct SignCount {
  std::size_t rows = 0;
  std::size_t spoiled = 0;
  double worst = 0.0;
};

std::map<Sign, SignCount> count_signs(const ReportInput& input) {
  std::map<Sign, SignCount> counts;
  const auto add = [&](const std::vector<ValiditySign>& signs) {
    for (const ValiditySign& sign : signs) {
      SignCount& count = counts[sign.sign];
      ++count.rows;
      if (sign.spoils) ++count.spoiled;
      count.worst = std::max(count.worst, sign.count);
    }
  };
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    for (const ProbeMeasurement& row : kind.measurements) add(row.validity);
  for (const TogetherMeasurement& row : input.machine.together) add(row.validity);
  if (input.operators)
    for (const OperatorRow& row : input.operators->rows) add(row.measurement.validity);
  return counts;
}

Table signs_table(const std::map<Sign, SignCount>& counts) {
  Table table;
  table.id = "signs";
  table.caption =
      "Signs of trouble. What was discarded or left aside costs nothing; a row that a sign spoils is not called "
      "stable.";
  table.columns = {{"sign", Align::left, {}, false},
                   {"rows", Align::right, {}, false},
                   {"of them spoiled", Align::right, {}, false},
                   {"worst row", Align::left, {}, false}};
  for (const auto& [sign, count] : counts) {
    const Tone tone = count.spoiled > 0 ? Tone::warning : Tone::plain;
    table.rows.push_back({Text{std::string(to_string(sign)), tone}, count_of(count.rows), count_of(count.spoiled),
                          Text{to_text(ValiditySign{.sign = sign, .count = count.worst}), Tone::plain}});
  }
  return table;
}

/// What the attributions of this run could not see.
std::string blind_spots(const ReportInput& input) {
  std::set<std::string> causes;
  std::set<std::string> sources;
  if (!input.operators) return {};
  for (const OperatorRow& row : input.operators->rows) {
    if (row.attribution)
      for (const Term& term : row.attribution->terms)
        if (!term.picoseconds) causes.insert(std::string(to_string(term.cause)));
    if (!row.measurement.error)
      for (const Traffic& traffic : row.measurement.traffic) sources.insert(std::string(to_string(traffic.source)));
  }
  std::string text;
  if (!causes.empty())
    text += "Not measured for at least one operator: " + join({causes.begin(), causes.end()}, ", ") +
            ". What they cost stands in unexplained. ";
  if (!sources.empty())
    text += "Byte counts come from: " + join({sources.begin(), sources.end()}, ", ") +
            " (counted is better than traced, traced better than modelled; compulsory is a lower bound only).";
  return text;
}

}  // namespace

Section trust_section(const ReportInput& input) {
  Section section{"trust", "How far to trust it", "", false, {}, {}};
  const Counts counts = count(input);
  Facts facts;
  for (const auto& [quality, meaning] : meanings)
    if (const auto found = counts.qualities.find(quality); found != counts.qualities.end())
      facts.facts.push_back(
          {fmt::format("{} {}", counted(found->second, "row"), to_string(quality)), Text{meaning, Tone::plain}, ""});
  if (counts.failed > 0)
    facts.facts.push_back({counted(counts.failed, "row") + " failed",
                           Text{"what failed stands in its table with the reason.", Tone::plain}, ""});
  facts.facts.push_back(
      {fmt::format("{} used, {} dropped", counted(counts.samples, "sample"), counts.dropped),
       Text{"a sample is dropped when its thread was descheduled or moved, or its clock changed meanwhile.",
            Tone::plain},
       ""});
  section.blocks.emplace_back(std::move(facts));
  if (const auto signs = count_signs(input); !signs.empty()) section.blocks.emplace_back(signs_table(signs));
  section.blocks.emplace_back(
      Paragraph{"A value is the median over rounds that interleave all rows; its interval bounds that median by order "
                "statistics, with no "
                "distribution assumed. Intervals describe this run: they do not foresee another day, another host or "
                "another compiler.",
                Tone::plain});
  if (const std::string blind = blind_spots(input); !blind.empty())
    section.blocks.emplace_back(Paragraph{blind, Tone::plain});
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    if (!kind.chains.cycles_known)
      section.blocks.emplace_back(
          Notices{{{Tone::warning, "Nothing is given per cycle on " + kind.id + ".",
                    "No clock chain could be trusted, so rates are per second only and move with the clock."}}});
  return section;
}

}  // namespace cachebound::analysis::report
