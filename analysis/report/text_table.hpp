// SPDX-License-Identifier: Apache-2.0
// A table that fits a terminal: columns shrink by wrapping their words; what still does not fit becomes one record per
// row.
#pragma once

#include <string>

#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

/// Breaks at blanks, then after '/', '_', ',' and '-', then anywhere.
std::vector<std::string> wrap(const std::string& text, int width);

struct TextStyle {
  bool colour = false;
  [[nodiscard]] std::string paint(const std::string& text, Tone tone) const;
  [[nodiscard]] std::string strong(const std::string& text) const;
};

std::string table_text(const Table& table, int width, const TextStyle& style);

}  // namespace cachebound::analysis::report
