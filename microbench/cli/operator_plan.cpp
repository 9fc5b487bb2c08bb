// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/operator_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "microbench/embedded.hpp"
#include "microbench/nearest.hpp"
#include "operators/workload.hpp"

namespace cachebound::cli {
namespace {

Result<operators::Workload> load_workload(const std::string& name_or_path) {
  if (const auto text = embedded_file("workloads/" + name_or_path + ".toml")) {
    return operators::parse_workload(*text, "workloads/" + name_or_path + ".toml");
  }
  if (name_or_path.find_first_of("/.") != std::string::npos) return operators::read_workload(name_or_path);
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.starts_with("workloads/")) names.emplace_back(file.name.substr(10, file.name.size() - 15));
  }
  return Error{Reason::not_found, fmt::format("no workload '{}'; {} (a file is given by its path)", name_or_path,
                                              suggestion(name_or_path, names))};
}

/// Beside one another, so that a reader sees what a condition changes. Cold rows have one thread (registry.hpp): where
/// single threads are asked for beside teams, the cold ones are theirs.
std::vector<operators::OperatorId> under_conditions(const std::vector<operators::OperatorId>& plain,
                                                    const OperatorConditions& conditions) {
  std::vector<operators::OperatorId> ids;
  for (operators::OperatorId id : plain) {
    for (const CacheState cache : conditions.caches) {
      for (const int threads : conditions.threads) {
        if (cache != CacheState::warm && threads > 1 && std::ranges::find(conditions.threads, 1) != conditions.threads.end())
          continue;
        id.cache = cache;
        id.threads = threads;
        ids.push_back(id);
      }
    }
  }
  return ids;
}

}  // namespace

Result<std::vector<int>> parse_team_sizes(const std::vector<std::string>& words, int cpus) {
  std::vector<int> sizes;
  for (const std::string& word : words) {
    int size = cpus;
    if (word != "all") {
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), size);
      if (error != std::errc{} || end != word.data() + word.size() || size < 1)
        return Error{Reason::malformed, fmt::format("--threads {}: expected numbers from 1, or all", word)};
    }
    if (std::ranges::find(sizes, size) == sizes.end()) sizes.push_back(size);
  }
  return sizes;
}

Result<std::vector<CacheState>> parse_cache_states(const std::vector<std::string>& words) {
  std::vector<CacheState> states;
  for (const std::string& word : words) {
    const auto state = parse_cache_state(word);
    if (!state) {
      return Error{Reason::malformed,
                   fmt::format("--cache-state '{}': expected warm, cold-weights or cold-all", word)};
    }
    if (std::ranges::find(states, *state) == states.end()) states.push_back(*state);
  }
  return states;
}

Result<std::vector<operators::OperatorId>> planned_operators(const std::string& workload_name,
                                                             const std::vector<std::string>& backends,
                                                             const std::string& filter,
                                                             const OperatorConditions& conditions) {
  const auto workload = load_workload(workload_name);
  if (!workload) return workload.error();
  const auto plain = operators::operator_ids(*workload, backends);
  if (!plain) return plain.error();
  const std::vector<operators::OperatorId> ids = under_conditions(*plain, conditions);
  if (filter.empty()) return ids;
  std::regex expression;
  try {
    expression = std::regex(filter);
  } catch (const std::regex_error& error) {
    return Error{Reason::malformed, fmt::format("--filter '{}' is no regular expression: {}", filter, error.what())};
  }
  std::vector<operators::OperatorId> kept;
  std::vector<std::string> known;
  for (const operators::OperatorId& id : ids) {
    known.push_back(to_string(id));
    if (std::regex_search(known.back(), expression)) kept.push_back(id);
  }
  if (kept.empty()) {
    return Error{Reason::malformed, fmt::format("no operator of {} matches '{}'; the nearest id is '{}'", workload_name,
                                                filter, nearest(filter, known))};
  }
  return kept;
}

}  // namespace cachebound::cli
