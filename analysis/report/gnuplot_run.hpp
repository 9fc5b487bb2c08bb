// SPDX-License-Identifier: Apache-2.0
// gnuplot as a child process. It is the only program that a report needs, and a report can do without it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "microbench/result.hpp"

namespace cachebound::analysis::report {

/// Runs the script of this name in this directory and returns what it wrote to standard output.
using DrawScript =
    std::function<Result<std::string>(const std::filesystem::path& directory, const std::string& script)>;

/// `program` is found through PATH unless it holds a slash; no shell is involved. Fails with `not_found` where it is
/// not installed, `malformed` where it rejects the script, `unstable` where it does not end in time.
DrawScript gnuplot(std::string program = "gnuplot", std::chrono::milliseconds limit = std::chrono::seconds(20));

}  // namespace cachebound::analysis::report
