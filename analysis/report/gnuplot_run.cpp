// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/gnuplot_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "microbench/child_process.hpp"

namespace cachebound::analysis::report {
namespace {

std::string first_line(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n^");
  if (begin == std::string::npos) return "it gave no reason";
  return text.substr(begin, std::min<std::size_t>(text.find('\n', begin) - begin, 160));
}

/// The message that names the fault follows an echo of the line and a caret.
std::string complaint_of(const std::string& text) {
  const std::size_t caret = text.rfind("^\n");
  return first_line(caret == std::string::npos ? text : text.substr(caret + 2));
}

}  // namespace

DrawScript gnuplot(std::string program, std::chrono::milliseconds limit) {
  return [program = std::move(program), limit](const std::filesystem::path& directory,
                                               const std::string& script) -> Result<std::string> {
    // -d: the reader's own ~/.gnuplot must not restyle a report.
    auto run = run_child({.program = program, .arguments = {"-d", script}, .directory = directory, .limit = limit});
    if (!run) return run.error();
    if (run->exit_code != 0) {
      return Error{Reason::malformed, fmt::format("{} failed: {}", program, complaint_of(run->err))};
    }
    return std::move(run).value().out;
  };
}

}  // namespace cachebound::analysis::report
