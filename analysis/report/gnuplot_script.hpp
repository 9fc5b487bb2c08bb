// SPDX-License-Identifier: Apache-2.0
// A figure as a gnuplot script and its data file: text in, text out. Both stay beside the report, so that a reader can
// restyle the figure for a paper: `gnuplot -d roofline.gp > roofline.svg`.
#pragma once

#include <string>

#include "analysis/report/plot_layout.hpp"

namespace cachebound::analysis::report {

/// One block per series, separated by two empty lines: x y low high, in base units.
std::string plot_data(const Plot& plot);
/// Writes an SVG document to gnuplot's standard output; reads `data_file` from the working directory.
std::string gnuplot_script(const Plot& plot, const Canvas& canvas, const std::string& data_file);

}  // namespace cachebound::analysis::report
