// SPDX-License-Identifier: Apache-2.0
// The report as GitHub-flavoured Markdown, with figures by relative path.
#pragma once

#include <string>

#include "analysis/report/drawing.hpp"
#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

std::string to_markdown(const Report& report, const Drawings& drawings);

}  // namespace cachebound::analysis::report
