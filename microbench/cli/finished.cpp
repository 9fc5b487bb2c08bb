// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/finished.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "microbench/cli/journal.hpp"

namespace cachebound::cli {

bool without_journal(const std::string& output, bool resume) {
  return resume && std::filesystem::exists(output) && !std::filesystem::exists(journal_path(output));
}

Result<std::string> describe_finished(const std::string& output, const analysis::Plan& plan,
                                      const std::vector<std::string>& completed) {
  const auto missing = std::ranges::count_if(
      plan.rows, [&](const std::string& row) { return std::ranges::find(completed, row) == completed.end(); });
  if (missing > 0 || plan.rows.empty()) {
    return Error{
        Reason::malformed,
        fmt::format("{}: {} of {} rows are missing and no journal is left to go on from; --overwrite begins anew",
                    output, missing, plan.rows.size())};
  }
  return fmt::format("{} is complete and was left as it is: `{}` measured its {} rows; --overwrite measures them again",
                     output, plan.command, plan.rows.size());
}

}  // namespace cachebound::cli
