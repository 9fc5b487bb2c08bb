// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

Table chains_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "chains" + kind_suffix(input, kind);
  table.columns = {{"chain", Align::left, {}, false},
                   {"clock it reports", Align::right, Unit::hertz, false},
                   {"latency (cycles)", Align::right, {}, false},
                   {"taken for", Align::right, {}, false},
                   {"trusted", Align::left, {}, false},
                   {"note", Align::left, {}, false}};
  for (const ChainEntry& chain : kind.chains.chains)
    table.rows.push_back(
        {Code{chain.id}, number_of(chain.clock, Unit::hertz), Number{chain.latency_cycles, Unit::none, {}, {}},
         Number{chain.nominal_latency_cycles, Unit::none, {}, {}},
         chain.trusted ? Text{"yes", Tone::good} : Text{"no", Tone::warning}, Text{chain.note, Tone::plain}});
  return table;
}

void add_timer(Facts& facts, const TimerFacts& timer) {
  if (timer.resolution <= Seconds{}) return;  // a file that does not say
  facts.facts.push_back({"Timer", Text{fmt::format("steps of {:.0f} ns", 1e9 * timer.resolution.value), Tone::plain},
                         fmt::format("{:.0f} ns a reading", 1e9 * timer.overhead.value)});
}

void add_claim(Facts& facts, const ClockFacts& clock, const Conditions& conditions) {
  if (!clock.claim) {
    // A file that does not say is not a machine without.
    if (!conditions.cpufreq_driver && conditions.cpufreq_driver.error() != Conditions::not_read())
      facts.facts.push_back({"Clock by cpufreq", Absent{"cpufreq is absent"}, ""});
    return;
  }
  const Tone tone = clock.claim->agrees() ? Tone::good : Tone::warning;
  facts.facts.push_back({"Clock by cpufreq", Text{to_text(*clock.claim), tone},
                         fmt::format("up to {:.1f} % apart is within the measurement", 100.0 * clock.claim->margin)});
}

Facts clock_facts(const ReportInput& input, const MeasuredCoreKind& kind) {
  const ChainReport& chains = kind.chains;
  Facts facts;
  if (kind.clock.samples > 0 || kind.clock.value.value > 0.0)
    facts.facts.push_back(
        {"Core clock", number_of(kind.clock, Unit::hertz), input.machine.host.emulated ? "emulated" : ""});
  facts.facts.push_back({"Cycles", chains.cycles_known ? Text{"known", Tone::good} : Text{"not known", Tone::bad},
                         chains.cycles_known ? "" : "nothing is given per cycle"});
  add_timer(facts, kind.clock_facts.timer);
  add_claim(facts, kind.clock_facts, input.machine.conditions);
  if (chains.agreement)
    facts.facts.push_back(
        {"Agreement of two chains",
         Text{fmt::format("{} over {}: {:.4f}", chains.first, chains.second, *chains.agreement), Tone::plain},
         fmt::format("{:+.2f} %", 100.0 * (*chains.agreement - 1.0))});
  if (chains.add_imm_claim) {
    const double claimed = chains.add_imm_claim->value.value;
    const double clock = kind.clock.value.value;
    facts.facts.push_back({"An add reg,imm chain would have claimed", number_of(*chains.add_imm_claim, Unit::hertz),
                           clock > 0.0 ? fmt::format("{:.2f} times the clock", claimed / clock) : ""});
  } else {
    facts.facts.push_back({"An add reg,imm chain would have claimed", Absent{"not measured"}, ""});
  }
  return facts;
}

}  // namespace

Section clock_section(const ReportInput& input) {
  Section section{"clock", "The clock", "", false, {}, {}};
  section.lead =
      "Cycles are counted by chains of dependent instructions whose latency is certain, run between slices of every "
      "probe. No counter and no privilege is needed, and a moving clock cancels.";
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (input.machine.core_kinds.size() > 1)
      section.blocks.emplace_back(Paragraph{"Core kind " + kind.id, Tone::plain});
    section.blocks.emplace_back(clock_facts(input, kind));
    if (!kind.chains.detail.empty()) section.blocks.emplace_back(Paragraph{kind.chains.detail, Tone::plain});
    if (!kind.chains.chains.empty()) section.blocks.emplace_back(chains_table(input, kind));
  }
  return section;
}

}  // namespace cachebound::analysis::report
