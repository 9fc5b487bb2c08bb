// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/csv_columns.hpp"

#include <algorithm>
#include <array>

namespace cachebound::analysis::report {
namespace {

constexpr std::string_view any_table;

struct Declared {
  std::string_view table;
  std::string_view heading;
  NumberColumn column;
};

constexpr NumberColumn plain(Unit unit = Unit::none) { return {.numeric = true, .unit = unit}; }
constexpr NumberColumn with_ends(Unit unit = Unit::none) { return {.numeric = true, .interval = true, .unit = unit}; }
constexpr NumberColumn rate_of_any_unit{.numeric = true, .mixed = true, .interval = true};

/// The first that fits counts. A unit that the column itself states needs no other.
constexpr std::array<Declared, 31> declarations{{
    {"ceilings-threads", "per second", rate_of_any_unit},
    {"ceilings-threads", "per second and thread", rate_of_any_unit},
    {"levels", "rate", {.numeric = true, .mixed = true}},
    {"operators", "rate", with_ends()},
    {"roofline", "intensity", plain(Unit::flops_per_byte)},
    {"roofline", "rate", rate_of_any_unit},
    {"roofs", "attainable", plain(Unit::flop_rate)},
    {"roofs", "intensity", plain(Unit::flops_per_byte)},
    {"roofs", "least time", plain(Unit::seconds)},
    {"roofs", "traffic", plain(Unit::bytes)},
    {"together", "rate", rate_of_any_unit},
    {"trace", "L1 read", plain(Unit::bytes)},
    {"trace", "L1 written", plain(Unit::bytes)},
    {"trace", "into L1", plain(Unit::bytes)},
    {"trace", "into L2", plain(Unit::bytes)},
    {"trace", "into L3", plain(Unit::bytes)},
    {"trace", "out of L1", plain(Unit::bytes)},
    {"trace", "out of L2", plain(Unit::bytes)},
    {"trace", "out of L3", plain(Unit::bytes)},
    {"waterfalls", "time", plain(Unit::seconds)},
    {any_table, "bytes per cycle", with_ends()},
    {any_table, "clock it reports", with_ends()},
    {any_table, "cycles", with_ends()},
    {any_table, "operations per cycle", with_ends()},
    {any_table, "per cycle", with_ends()},
    {any_table, "per second", with_ends()},
    {any_table, "per second and thread", with_ends()},
    {any_table, "they read", with_ends()},
    {any_table, "time", with_ends(Unit::seconds)},
    {any_table, "working set", plain(Unit::bytes)},
    {any_table, "working set of each", plain(Unit::bytes)},
}};

/// "bandwidth-cortex-a72" is of "bandwidth".
bool is_of(std::string_view id, std::string_view table) {
  return table == any_table || id == table || (id.starts_with(table) && id[table.size()] == '-');
}

}  // namespace

NumberColumn declared_column(std::string_view table, const Column& column) {
  const auto* const found = std::find_if(declarations.begin(), declarations.end(), [&](const Declared& each) {
    return column.heading == each.heading && is_of(table, each.table);
  });
  NumberColumn declared = found == declarations.end() ? NumberColumn{} : found->column;
  if (column.unit) {
    declared.numeric = true;
    declared.unit = *column.unit;
  }
  return declared;
}

}  // namespace cachebound::analysis::report
