// SPDX-License-Identifier: Apache-2.0
// One CSV file per table, in base units: for scripts, so no prefixes, no rounding, and intervals in columns of their
// own.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

struct CsvFile {
  std::string name;  ///< "ceilings.csv"
  std::string content;
};

std::string to_csv(const Table& table);
/// Every table of the report, those of figures included, each under its id.
std::vector<CsvFile> csv_files(const Report& report);

}  // namespace cachebound::analysis::report
