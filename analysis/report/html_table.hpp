// SPDX-License-Identifier: Apache-2.0
// Cells and tables in HTML.
#pragma once

#include <string>
#include <string_view>

#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

std::string_view css_class(Tone tone);
/// `column` may be null: the number then prints its own unit.
std::string cell_html(const Cell& cell, const Scale* shared_scale);
std::string table_html(const Table& table);

}  // namespace cachebound::analysis::report
