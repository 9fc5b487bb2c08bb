// SPDX-License-Identifier: Apache-2.0
// A cell as words, before any format's escaping.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analysis/report/drawing.hpp"
#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

/// A number reads "128.1 [127.9, 128.3]" where the heading names the unit, "128.1 GFLOP/s [127.9, 128.3]" elsewhere.
/// A bar has no words.
std::string cell_text(const Table& table, std::size_t row, std::size_t column);
std::string cell_text(const Cell& cell);

bool is_drawn(const Drawings& drawings, std::string_view plot_id);
/// Why a figure could not be drawn; empty where it was, or where no drawing was asked for.
std::string drawing_failure(const Drawings& drawings, std::string_view plot_id);

}  // namespace cachebound::analysis::report
