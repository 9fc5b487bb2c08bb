// SPDX-License-Identifier: Apache-2.0
// A report on disk: index.html, report.md, report.txt, tables/*.csv and figures/*.{svg,gp,dat}.
#pragma once

#include <filesystem>
#include <vector>

#include "analysis/report/drawing.hpp"
#include "analysis/report/gnuplot_run.hpp"
#include "analysis/report/report_tree.hpp"
#include "microbench/result.hpp"

namespace cachebound::analysis::report {

struct WriteOptions {
  DrawScript draw = gnuplot();  ///< tests put a path that does not exist, or a function, in its place
};

struct WrittenReport {
  std::filesystem::path index;
  std::vector<std::filesystem::path> files;
  Drawings drawings;  ///< for the caller's own text, and to say that figures are missing
};

/// All or nothing. A figure that cannot be drawn is no failure: its table stands in its place and says why.
Result<WrittenReport> write_report(const std::filesystem::path& directory, const Report& report,
                                   const WriteOptions& options = {});

}  // namespace cachebound::analysis::report
