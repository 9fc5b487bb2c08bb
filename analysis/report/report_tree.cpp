// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cachebound::analysis::report {

bool is_graphic(const Table& table, std::size_t column) {
  if (table.columns[column].graphic_only) return true;
  return !table.rows.empty() && std::all_of(table.rows.begin(), table.rows.end(), [column](const auto& row) {
    return column < row.size() && std::holds_alternative<Bar>(row[column]);
  });
}

Scale column_scale(const Table& table, std::size_t column) {
  double largest = 0.0;
  for (const auto& row : table.rows) {
    if (column >= row.size()) continue;
    if (const auto* number = std::get_if<Number>(&row[column]); number && std::isfinite(number->value))
      largest = std::max(largest, std::abs(number->value));
  }
  return scale_for(table.columns[column].unit.value_or(Unit::none), largest);
}

std::string column_heading(const Table& table, std::size_t column) {
  const Column& described = table.columns[column];
  if (!described.unit) return described.heading;
  const Scale scale = column_scale(table, column);
  if (scale.symbol.empty()) return described.heading;
  return fmt::format("{} ({})", described.heading, scale.symbol);
}

}  // namespace cachebound::analysis::report
