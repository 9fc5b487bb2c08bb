// SPDX-License-Identifier: Apache-2.0
// What the columns of a data file hold, whatever rows this run has: a header must not change with what failed.
#pragma once

#include <string_view>

#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

struct NumberColumn {
  bool numeric = false;
  bool mixed = false;     ///< cells differ in unit: each then needs a column that names it
  bool interval = false;  ///< columns for the ends of what may have one
  Unit unit = Unit::none;
};

/// `table`: its id, of one core kind or of all.
NumberColumn declared_column(std::string_view table, const Column& column);

}  // namespace cachebound::analysis::report
