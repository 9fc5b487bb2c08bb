// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {

Section bandwidth_section(const ReportInput& input) {
  Section section{"bandwidth", "Bandwidth over working-set size", "", false, {}, {}};
  section.lead =
      "One read kernel, many sizes. Where the rate stays flat is a level; where it falls, a cache has ended.";
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (auto figure = bandwidth_figure(input, kind)) {
      section.blocks.emplace_back(std::move(*figure));
    } else {
      section.blocks.emplace_back(Paragraph{"No size sweep was measured on " + kind.id + ".", Tone::muted});
    }
  }
  return section;
}

}  // namespace cachebound::analysis::report
