// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

void add(Commands& commands, const std::string& label, const std::string& command) {
  if (!command.empty()) commands.commands.push_back({label, command});
}

void add_part(Section& section, const std::string& id, const std::string& heading, const std::string& lead,
              Commands commands) {
  if (commands.commands.empty()) return;
  section.sections.push_back({id, heading, lead, true, {std::move(commands)}, {}});
}

}  // namespace

Section reproduce_section(const ReportInput& input) {
  Section section{"reproduce", "Reproduce", "Each row can be measured again on its own.", false, {}, {}};
  Commands whole;
  add(whole, "The machine", input.machine.plan.command);
  if (input.operators && input.operators->plan.command != input.machine.plan.command)
    add(whole, "The operators", input.operators->plan.command);
  if (!whole.commands.empty()) section.blocks.emplace_back(std::move(whole));

  Commands ceilings;
  Commands rows;
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    const std::string suffix = input.machine.core_kinds.size() > 1 ? " on " + kind.id : std::string();
    for (const Ceiling& ceiling : kind.ceilings) add(ceilings, ceiling.id + suffix, ceiling.repro);
    for (const ProbeMeasurement& row : kind.measurements) add(rows, row.id + suffix, row.repro);
  }
  Commands operators;
  if (input.operators)
    for (const OperatorRow& row : input.operators->rows) add(operators, row.measurement.id, row.measurement.repro);
  add_part(section, "reproduce-operators", "Operators", "one command per row", std::move(operators));
  add_part(section, "reproduce-ceilings", "Ceilings", "one command per ceiling", std::move(ceilings));
  add_part(section, "reproduce-rows", "Every measured row", "sweep points included", std::move(rows));
  return section;
}

}  // namespace cachebound::analysis::report
