// SPDX-License-Identifier: Apache-2.0
// Writes the report of the synthetic machine, to be looked at: example_report DIR [gnuplot].
#include <cstdio>

#include "analysis/report/build_report.hpp"
#include "analysis/report/write_report.hpp"
#include "synthetic.hpp"

int main(int argc, char** argv) {
  namespace report = cachebound::analysis::report;
  if (argc < 2) return 2;
  const auto machine = report::synthetic::full_machine();
  const auto operators = report::synthetic::full_operators();
  report::WriteOptions options;
  if (argc > 2) options.draw = report::gnuplot(argv[2]);
  const auto tree =
      report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "0.1.0"});
  const auto written = report::write_report(argv[1], tree, options);
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().detail.c_str());
    return 1;
  }
  for (const auto& [name, drawing] : written->drawings)
    if (!drawing) std::fprintf(stderr, "%s: %s\n", name.c_str(), drawing.error().detail.c_str());
  std::printf("%s\n", written->index.c_str());
  return 0;
}
