// SPDX-License-Identifier: Apache-2.0
// The report for a terminal and for report.txt.
#pragma once

#include <string>

#include "analysis/report/drawing.hpp"
#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

struct TextOptions {
  int width = 100;
  bool colour = false;  ///< the caller knows whether a terminal listens
  bool unfold = false;  ///< false: of a folded section inside another only heading and lead are printed
};

std::string to_text(const Report& report, const Drawings& drawings, const TextOptions& options = {});
/// One section on its own, unfolded: what `explain` prints.
std::string to_text(const Section& section, const Drawings& drawings, const TextOptions& options = {});

}  // namespace cachebound::analysis::report
