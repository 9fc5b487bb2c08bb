// SPDX-License-Identifier: Apache-2.0
// --resume of a run that has nothing left to do.
#pragma once

#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

/// --resume asks to go on with `output`, whose journal is gone: the run may be complete.
bool without_journal(const std::string& output, bool resume);

/// One line that says so where every row of the plan is there, with the command that measured it; error: rows are
/// missing, so the run was stopped before its first round and left nothing to go on from.
Result<std::string> describe_finished(const std::string& output, const analysis::Plan& plan,
                                      const std::vector<std::string>& completed);

}  // namespace cachebound::cli
