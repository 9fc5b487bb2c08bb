// SPDX-License-Identifier: Apache-2.0
// Another program, run to its end, with what it wrote. No shell is involved.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

struct ChildCommand {
  std::string program;  ///< found through PATH unless it holds a slash
  std::vector<std::string> arguments;
  std::filesystem::path directory{};                               ///< empty: that of this process
  std::vector<std::pair<std::string, std::string>> environment{};  ///< set beside, or instead of, this process's own
  std::vector<std::string> without{};                              ///< of this process's environment
  std::optional<std::chrono::milliseconds> limit{};                ///< then it is killed
  const std::atomic<bool>* stop = nullptr;                         ///< set: it is killed
};

struct ChildOutput {
  std::string out;
  std::string err;
  std::optional<int> exit_code;  ///< absent: ended by `signal`
  int signal = 0;
};

/// Fails with `not_found` where the program is not installed, `unstable` where it does not end in time or writes
/// without end, `interrupted` where it was stopped. How it ended otherwise is for the caller to judge.
Result<ChildOutput> run_child(const ChildCommand& command);

}  // namespace cachebound
