// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/cell_text.hpp"

#include <fmt/format.h>

namespace cachebound::analysis::report {
namespace {

std::string with_interval(const std::string& text, const Number& number, Scale scale) {
  const std::string interval = format_interval(number, scale);
  return interval.empty() ? text : text + " " + interval;
}

}  // namespace

std::string cell_text(const Cell& cell) {
  if (const auto* text = std::get_if<Text>(&cell)) return text->text;
  if (const auto* code = std::get_if<Code>(&cell)) return code->text;
  if (const auto* absent = std::get_if<Absent>(&cell)) return absent->why;
  if (const auto* number = std::get_if<Number>(&cell))
    return with_interval(format_number(*number), *number, scale_for(number->unit, number->value));
  return {};
}

std::string cell_text(const Table& table, std::size_t row, std::size_t column) {
  const Cell& cell = table.rows[row][column];
  const auto* number = std::get_if<Number>(&cell);
  if (!number || !table.columns[column].unit) return cell_text(cell);
  const Scale scale = column_scale(table, column);
  return with_interval(format_value(number->value, number->unit, scale), *number, scale);
}

bool is_drawn(const Drawings& drawings, std::string_view plot_id) {
  const auto found = drawings.find(plot_id);
  return found != drawings.end() && found->second.has_value();
}

std::string drawing_failure(const Drawings& drawings, std::string_view plot_id) {
  const auto found = drawings.find(plot_id);
  if (found == drawings.end() || found->second) return {};
  return fmt::format("This figure could not be drawn ({}). Its numbers:", found->second.error().detail);
}

}  // namespace cachebound::analysis::report
