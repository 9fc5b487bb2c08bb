// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/csv_columns.hpp"
#include "analysis/report/escape.hpp"

namespace cachebound::analysis::report {
namespace {

/// As it is declared, and what the rows of a table that nobody declared show.
NumberColumn inspect(const Table& table, std::size_t column) {
  NumberColumn found = declared_column(table.id, table.columns[column]);
  bool unit_known = found.unit != Unit::none;
  for (const auto& row : table.rows) {
    if (column >= row.size()) continue;
    const auto* number = std::get_if<Number>(&row[column]);
    if (!number) continue;
    found.mixed = found.mixed || (unit_known && number->unit != found.unit);
    unit_known = found.numeric = true;
    found.unit = number->unit;
    found.interval = found.interval || number->low.has_value();
  }
  return found;
}

std::string key(const Column& column, const NumberColumn& numbers) {
  std::string name = slug(column.heading);
  std::replace(name.begin(), name.end(), '-', '_');
  const std::string suffix(numbers.mixed ? "" : column_suffix(numbers.unit));
  if (!numbers.numeric || suffix.empty() || name == suffix) return name;
  return name + "_" + suffix;
}

std::string plain(double value) { return std::isfinite(value) ? fmt::format("{}", value) : std::string(); }
std::string plain(const std::optional<double>& value) { return value ? plain(*value) : std::string(); }

/// Tables of one id become one, with the subject in a column before their own.
void merge(const Table& table, std::vector<Table>& merged) {
  Table with_subject = table;
  if (!table.subject.empty()) {
    with_subject.columns.insert(with_subject.columns.begin(), {"subject", Align::left, {}, false});
    for (auto& row : with_subject.rows) row.insert(row.begin(), Code{table.subject});
  }
  const auto same = std::find_if(merged.begin(), merged.end(), [&](const Table& each) { return each.id == table.id; });
  if (same == merged.end()) {
    merged.push_back(std::move(with_subject));
  } else {
    same->rows.insert(same->rows.end(), with_subject.rows.begin(), with_subject.rows.end());
  }
}

void collect(const std::vector<Section>& sections, std::vector<Table>& merged) {
  for (const Section& section : sections) {
    for (const Block& block : section.blocks) {
      if (const auto* table = std::get_if<Table>(&block)) merge(*table, merged);
      if (const auto* figure = std::get_if<Figure>(&block)) merge(figure->numbers, merged);
    }
    collect(section.sections, merged);
  }
}

}  // namespace

std::string to_csv(const Table& table) {
  std::vector<NumberColumn> kinds;
  std::string out;
  const auto field = [&out](std::string_view text, bool first) {
    if (!first) out += ',';
    out += csv_field(text);
  };
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    kinds.push_back(inspect(table, i));
    if (is_graphic(table, i)) continue;
    const std::string name = key(table.columns[i], kinds[i]);
    field(name, out.empty());
    if (kinds[i].mixed) field(name + "_unit", false);
    if (kinds[i].interval) {
      field(name + "_low", false);
      field(name + "_high", false);
    }
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < table.columns.size() && i < row.size(); ++i) {
      if (is_graphic(table, i)) continue;
      const auto* number = std::get_if<Number>(&row[i]);
      if (number) field(plain(number->value), i == 0);
      if (const auto* text = std::get_if<Text>(&row[i])) field(text->text, i == 0);
      if (const auto* code = std::get_if<Code>(&row[i])) field(code->text, i == 0);
      if (const auto* absent = std::get_if<Absent>(&row[i])) field(kinds[i].numeric ? "" : absent->why, i == 0);
      if (std::holds_alternative<Bar>(row[i])) field("", i == 0);
      if (kinds[i].mixed) field(number ? column_suffix(number->unit) : "", false);
      if (kinds[i].interval) {
        field(number ? plain(number->low) : "", false);
        field(number ? plain(number->high) : "", false);
      }
    }
    out += "\r\n";
  }
  return out;
}

std::vector<CsvFile> csv_files(const Report& report) {
  std::vector<Table> merged;
  collect(report.sections, merged);
  std::vector<CsvFile> files;
  for (const Table& table : merged) files.push_back({slug(table.id) + ".csv", to_csv(table)});
  return files;
}

}  // namespace cachebound::analysis::report
