// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/thread_choice.hpp"

#include <fmt/format.h>

#include <charconv>

namespace cachebound::cli {

using Teams = ThreadChoice::Teams;

Result<ThreadChoice> parse_thread_choice(std::string_view text) {
  if (text == "none") return ThreadChoice{};
  if (text == "all") return ThreadChoice{.teams = Teams::all};
  if (text == "powers") return ThreadChoice{.teams = Teams::powers};
  int count = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (code != std::errc{} || end != text.data() + text.size() || count < 1) {
    return Error{Reason::malformed, fmt::format("expected none, all, powers or a count of threads, found '{}'", text)};
  }
  return count == 1 ? ThreadChoice{} : ThreadChoice{.teams = Teams::exactly, .count = count};
}

std::string to_string(const ThreadChoice& choice) {
  switch (choice.teams) {
    case Teams::none:
      break;
    case Teams::all:
      return "all";
    case Teams::powers:
      return "powers";
    case Teams::exactly:
      return fmt::format("{}", choice.count);
  }
  return "none";
}

std::vector<int> team_counts(const ThreadChoice& choice, int cpus) {
  std::vector<int> counts;
  if (choice.teams == Teams::none || cpus < 2) return counts;
  if (choice.teams == Teams::exactly) {
    if (choice.count <= cpus) counts.push_back(choice.count);
    return counts;
  }
  for (int count = 2; count < cpus; count *= 2) counts.push_back(count);
  counts.push_back(cpus);
  return counts;
}

Result<ThreadChoice> chosen_threads(const std::string& option, const ThreadChoice& of_suite) {
  if (option.empty()) return of_suite;
  const auto choice = parse_thread_choice(option);
  if (!choice || option == "none" || option == "powers") {
    return Error{Reason::malformed, fmt::format("--threads '{}': expected 1, a count of threads, or all", option)};
  }
  return choice->teams == Teams::all && of_suite.teams == Teams::powers ? of_suite : *choice;
}

}  // namespace cachebound::cli
