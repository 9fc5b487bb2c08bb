// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

void add(const std::vector<Finding>& findings, Notices& notices) {
  for (const Finding& finding : findings) {
    std::string headline = finding.core_kind.empty() ? finding.text : finding.core_kind + ": " + finding.text;
    // The same contradiction may be stated by the host and repeated by the model.
    const auto said = [&](const Notice& notice) { return notice.headline == headline; };
    if (std::any_of(notices.notices.begin(), notices.notices.end(), said)) continue;
    notices.notices.push_back({Tone::warning, std::move(headline), finding.consequence.value_or("")});
  }
}

}  // namespace

Section findings_section(const ReportInput& input) {
  Section section{"findings", "Findings", "", false, {}, {}};
  section.lead =
      "Contradictions and surprises: where what the machine says of itself, what it should do, and what was measured "
      "disagree.";
  Notices notices;
  add(input.machine.findings, notices);
  add(input.machine.host.contradictions, notices);
  if (input.operators) add(input.operators->findings, notices);
  if (notices.notices.empty()) {
    section.blocks.emplace_back(Paragraph{"None: nothing that was checked contradicts anything else.", Tone::plain});
  } else {
    section.blocks.emplace_back(std::move(notices));
  }
  return section;
}

}  // namespace cachebound::analysis::report
