// SPDX-License-Identifier: Apache-2.0
// The report as one HTML file that needs nothing else: no script, no font, no image from anywhere.
#pragma once

#include <string>

#include "analysis/report/drawing.hpp"
#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

std::string to_html(const Report& report, const Drawings& drawings);

}  // namespace cachebound::analysis::report
