// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/suite.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include "microbench/embedded.hpp"
#include "microbench/nearest.hpp"

namespace cachebound::cli {
namespace {

/// Sizes are multiples of the block of a read kernel (probes/kernel_abi.h).
constexpr std::size_t granularity = 2048;

Error malformed(const std::string& source, const std::string& what) {
  return Error{Reason::malformed, fmt::format("{}: {}", source, what)};
}

Result<std::vector<int>> rounds_of(const toml::node_view<const toml::node>& node, std::vector<int> fallback,
                                   const std::string& source, const char* key) {
  if (!node) return fallback;
  const toml::array* array = node.as_array();
  std::vector<int> rounds;
  if (array != nullptr) {
    for (const toml::node& entry : *array) {
      const auto value = entry.value<int>();
      if (!value || *value < 1 || *value > 1000 || (!rounds.empty() && *value <= rounds.back())) {
        return malformed(source, fmt::format("{}: expected ascending counts of rounds from 1 to 1000", key));
      }
      rounds.push_back(*value);
    }
  }
  if (rounds.empty()) return malformed(source, fmt::format("{}: expected a list such as [5, 8, 11]", key));
  return rounds;
}

/// A list of sizes, ascending, each once; empty where the key is absent.
Result<std::vector<std::size_t>> sizes_of(const toml::node_view<const toml::node>& node, const std::string& source,
                                          const std::string& key) {
  std::vector<std::size_t> sizes;
  const toml::array* list = node.as_array();
  if (node && list == nullptr) return malformed(source, fmt::format("probes.{}: expected a list of sizes", key));
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto size = parse_size((*list)[i].value_or<std::string>(""));
    if (!size) return malformed(source, fmt::format("probes.{}: {}", key, size.error().detail));
    if (*size % granularity != 0)
      return malformed(source, fmt::format("probes.{}: {} B: expected a multiple of 2 KiB", key, *size));
    sizes.push_back(*size);
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

Result<std::vector<std::size_t>> sweep_of(const toml::node_view<const toml::node>& probes, const std::string& source) {
  std::vector<std::size_t> sizes;
  if (probes["sweep_sizes"].as_array() != nullptr) {
    auto listed = sizes_of(probes["sweep_sizes"], source, "sweep_sizes");
    if (!listed) return listed.error();
    sizes = *listed;
  } else {
    const auto first = parse_size(probes["sweep_first"].value_or<std::string>("4KiB"));
    const auto last = parse_size(probes["sweep_last"].value_or<std::string>("512MiB"));
    const int per_octave = probes["sweep_per_octave"].value_or(2);
    if (!first) return malformed(source, "probes.sweep_first: " + first.error().detail);
    if (!last) return malformed(source, "probes.sweep_last: " + last.error().detail);
    if (*first > *last || per_octave < 1 || per_octave > 16) {
      return malformed(source, "probes: expected sweep_first <= sweep_last and 1 to 16 sizes per octave");
    }
    for (int step = 0;; ++step) {
      // Linear within an octave (4, 6, 8, 12, 16 ...): all are multiples of the block, whatever the octave.
      const int octave = step / per_octave;
      const double fraction = 1.0 + static_cast<double>(step % per_octave) / per_octave;
      const double exact = static_cast<double>(*first) * std::exp2(octave) * fraction;
      if (exact > static_cast<double>(*last)) break;
      sizes.push_back(static_cast<std::size_t>(exact) / granularity * granularity);
    }
  }
  for (const std::size_t size : sizes) {
    if (size == 0 || size % granularity != 0) {
      return malformed(source, fmt::format("sweep size {} B: expected a multiple of 2 KiB", size));
    }
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

}  // namespace

bool are_stops(const std::vector<int>& rounds) {
  const bool in_range = std::ranges::all_of(rounds, [](int count) { return count >= 1 && count <= 1000; });
  const bool ascending = std::ranges::adjacent_find(rounds, std::greater_equal{}) == rounds.end();
  return !rounds.empty() && in_range && ascending;
}

Result<std::size_t> parse_size(std::string_view text) {
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const unsigned shift = unit == "B" ? 0 : unit == "KiB" ? 10 : unit == "MiB" ? 20 : unit == "GiB" ? 30 : 99;
  if (code != std::errc{} || shift == 99 || number == 0 || number > (SIZE_MAX >> shift)) {
    return Error{Reason::malformed, fmt::format("'{}' is no size; expected for example 24KiB, 1MiB, 512B", text)};
  }
  return number << shift;
}

Result<Suite> parse_suite(std::string_view text, const std::string& source) {
  toml::table table;
  try {
    table = toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    return malformed(source, fmt::format("line {}: {}", error.source().begin.line, std::string(error.description())));
  }
  const toml::node& root = table;
  const toml::node_view<const toml::node> view(&root);
  Suite suite;
  suite.name = view["name"].value_or<std::string>("");
  suite.summary = view["summary"].value_or<std::string>("");
  if (suite.name.empty()) return malformed(source, "expected a string 'name'");
  const auto probes = view["probes"];
  const std::string forms = probes["forms"].value_or<std::string>("all");
  if (forms != "all" && forms != "quick") return malformed(source, "probes.forms: expected \"all\" or \"quick\"");
  suite.all_forms = forms == "all";
  suite.samples = probes["samples"].value_or(suite.samples);
  if (suite.samples < 1 || suite.samples > 1000) return malformed(source, "probes.samples: expected 1 to 1000");
  auto rounds = rounds_of(probes["rounds"], suite.probe_rounds, source, "probes.rounds");
  if (!rounds) return rounds.error();
  suite.probe_rounds = *rounds;
  auto sweep = sweep_of(probes, source);
  if (!sweep) return sweep.error();
  suite.sweep_bytes = *sweep;
  for (const auto& [key, sizes] :
       {std::pair{"access_sizes", &suite.access_bytes}, std::pair{"latency_sizes", &suite.latency_bytes},
        std::pair{"mixed_sizes", &suite.mixed_bytes}, std::pair{"thread_sizes", &suite.thread_bytes}}) {
    auto read = sizes_of(probes[key], source, key);
    if (!read) return read.error();
    *sizes = *read;
  }
  const auto threads = parse_thread_choice(probes["thread_counts"].value_or<std::string>("none"));
  if (!threads) return malformed(source, "probes.thread_counts: " + threads.error().detail);
  suite.threads = *threads;
  suite.load_slots = probes["load_slots"].value_or(suite.load_slots);
  suite.accumulators = probes["accumulators"].value_or(suite.accumulators);
  const auto operators = view["operators"];
  suite.workload = operators["workload"].value_or<std::string>("gemm_square");
  rounds = rounds_of(operators["rounds"], suite.operator_rounds, source, "operators.rounds");
  if (!rounds) return rounds.error();
  suite.operator_rounds = *rounds;
  const double block = operators["block_milliseconds"].value_or(suite.operator_block.value * 1e3);
  if (!(block >= 1.0 && block <= 60000.0))
    return malformed(source, "operators.block_milliseconds: expected 1 to 60000");
  suite.operator_block = milliseconds(block);
  return suite;
}

Result<Suite> load_suite(const std::string& name_or_path) {
  if (const auto text = embedded_file("suites/" + name_or_path + ".toml")) {
    return parse_suite(*text, "suites/" + name_or_path + ".toml");
  }
  std::ifstream file(name_or_path);
  if (!file) {
    std::vector<std::string> names;
    for (const EmbeddedFile& entry : embedded_files()) {
      if (entry.name.rfind("suites/", 0) == 0) names.emplace_back(entry.name.substr(7, entry.name.size() - 12));
    }
    return Error{Reason::not_found,
                 fmt::format("no suite or file '{}'; did you mean '{}'?", name_or_path, nearest(name_or_path, names))};
  }
  std::stringstream text;
  text << file.rdbuf();
  return parse_suite(text.str(), name_or_path);
}

Suite cap_sweep(Suite suite, std::size_t limit_bytes) {
  std::erase_if(suite.access_bytes, [&](std::size_t size) { return size > limit_bytes; });
  std::erase_if(suite.mixed_bytes, [&](std::size_t size) { return size > limit_bytes; });
  std::erase_if(suite.latency_bytes, [&](std::size_t size) { return size > limit_bytes; });
  if (suite.sweep_bytes.empty() || suite.sweep_bytes.back() <= limit_bytes) return suite;
  std::erase_if(suite.sweep_bytes, [&](std::size_t size) { return size > limit_bytes; });
  const std::size_t cap = std::bit_floor(limit_bytes);
  if (cap >= granularity && (suite.sweep_bytes.empty() || suite.sweep_bytes.back() < cap)) {
    suite.sweep_bytes.push_back(cap);
  }
  return suite;
}

}  // namespace cachebound::cli
