// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

#include "microbench/embedded.hpp"
#include "microbench/nearest.hpp"
#include "microbench/toml_reader.hpp"

namespace cachebound::cli {
namespace {

/// Sizes are multiples of the block of a read kernel (probes/kernel_abi.h).
constexpr std::size_t granularity = 2048;
constexpr std::size_t default_sweep_first = std::size_t{4} << 10U;
constexpr std::size_t default_sweep_last = std::size_t{512} << 20U;
/// A working set may take an eighth of the free memory (largest_working_set), so 1 TiB is more than a host of 8 TiB can
/// use; and up to here sums and doubles of sizes neither overflow nor round.
constexpr std::uint64_t largest_number = std::uint64_t{1} << 40U;

/// The counts after which intervals are examined.
std::vector<int> rounds_of(TomlReader& reader, const toml::table& table, const std::vector<int>& fallback) {
  const toml::node* node = table.get("rounds");
  if (node == nullptr) return fallback;
  std::vector<int> rounds;
  reader.each(table, "rounds", expected_stops, [&](const toml::node& entry) {
    // What is no such number becomes a count that no list of stops may hold.
    const std::int64_t count = entry.value_exact<std::int64_t>().value_or(0);
    rounds.push_back(std::in_range<int>(count) ? static_cast<int>(count) : 0);
  });
  if (!are_stops(rounds)) reader.fail(*node, fmt::format("'rounds' must be a list of {}", expected_stops));
  return rounds;
}

/// One size in whole blocks; 0 after a mistake.
std::size_t size_of(TomlReader& reader, const toml::node& node, std::string_view key) {
  const auto text = node.value_exact<std::string>();
  if (!text) {
    reader.fail(node, fmt::format("'{}': expected a size in quotes, for example \"24KiB\"", key));
    return 0;
  }
  const auto size = parse_size(*text);
  if (!size) {
    reader.fail(node, fmt::format("'{}': {}", key, size.error().detail));
    return 0;
  }
  if (*size % granularity != 0) {
    reader.fail(node, fmt::format("'{}': {} B: expected a multiple of 2 KiB", key, *size));
  }
  return *size;
}

std::vector<std::size_t> ascending_once(std::vector<std::size_t> sizes) {
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

/// A list of sizes, ascending, each once; empty where the key is absent.
std::vector<std::size_t> sizes_of(TomlReader& reader, const toml::table& table, std::string_view key) {
  std::vector<std::size_t> sizes;
  reader.each(table, key, "sizes", [&](const toml::node& node) { sizes.push_back(size_of(reader, node, key)); });
  return ascending_once(std::move(sizes));
}

/// Linear within an octave (4, 6, 8, 12, 16 ...): all are multiples of the block, whatever the octave.
std::vector<std::size_t> octaves(std::size_t first, std::size_t last, int per_octave) {
  std::vector<std::size_t> sizes;
  for (int step = 0;; ++step) {
    const int octave = step / per_octave;
    const double fraction = 1.0 + static_cast<double>(step % per_octave) / per_octave;
    const double exact = static_cast<double>(first) * std::exp2(octave) * fraction;
    if (exact > static_cast<double>(last)) break;
    sizes.push_back(static_cast<std::size_t>(exact) / granularity * granularity);
  }
  return ascending_once(std::move(sizes));
}

std::vector<std::size_t> sweep_of(TomlReader& reader, const toml::table& probes) {
  if (probes.contains("sweep_sizes")) {
    for (const char* other : {"sweep_first", "sweep_last", "sweep_per_octave"}) {
      if (const toml::node* node = probes.get(other))
        reader.fail(*node, fmt::format("'{}' and 'sweep_sizes' exclude each other", other));
    }
    return sizes_of(reader, probes, "sweep_sizes");
  }
  const auto end_of = [&](const char* key, std::size_t fallback) {
    const toml::node* node = probes.get(key);
    return node == nullptr ? fallback : size_of(reader, *node, key);
  };
  const std::size_t first = end_of("sweep_first", default_sweep_first);
  const std::size_t last = end_of("sweep_last", default_sweep_last);
  const int per_octave = reader.integer(probes, "sweep_per_octave", 2, {1, 16});
  if (first > last) reader.fail(probes, "expected sweep_first <= sweep_last");
  // After a mistake there may be no size to begin with.
  return reader.error() ? std::vector<std::size_t>{} : octaves(first, last, per_octave);
}

std::vector<int> percents_of(TomlReader& reader, const toml::table& probes) {
  std::vector<int> percents;
  reader.each(probes, "load_percents", "ascending percentages from 0 to 100", [&](const toml::node& node) {
    const std::int64_t percent = node.value_exact<std::int64_t>().value_or(-1);
    const bool ascends = percents.empty() || percent > percents.back();
    if (percent < 0 || percent > 100 || !ascends) {
      return reader.fail(node, "'load_percents' must be a list of ascending percentages from 0 to 100");
    }
    percents.push_back(static_cast<int>(percent));
  });
  return percents;
}

ThreadChoice threads_of(TomlReader& reader, const toml::table& probes) {
  const auto choice = parse_thread_choice(reader.text(probes, "thread_counts", "none"));
  if (choice) return *choice;
  if (probes.contains("thread_counts"))
    reader.fail(*probes.get("thread_counts"), "'thread_counts': " + choice.error().detail);
  return {};
}

void read_probes(TomlReader& reader, const toml::table& probes, Suite& suite) {
  reader.only(probes,
              {"forms", "rounds", "samples", "sweep_first", "sweep_last", "sweep_per_octave", "sweep_sizes",
               "sweep_forms", "access_sizes", "latency_sizes", "capacity_sizes", "line_size", "mixed_sizes",
               "thread_sizes", "thread_counts", "load_percents", "load_slots", "accumulators", "sustained_seconds"});
  const std::string forms = reader.text(probes, "forms", "all");
  if (forms != "all" && forms != "quick" && probes.contains("forms")) {
    reader.fail(*probes.get("forms"), "'forms' must be \"all\" or \"quick\"");
  }
  suite.all_forms = forms == "all";
  const std::string sweeps = reader.text(probes, "sweep_forms", "all");
  if (sweeps != "all" && sweeps != "fastest" && probes.contains("sweep_forms")) {
    reader.fail(*probes.get("sweep_forms"), "'sweep_forms' must be \"all\" or \"fastest\"");
  }
  suite.sweep_all_forms = sweeps == "all";
  suite.samples = reader.integer(probes, "samples", suite.samples, {1, 1000});
  suite.probe_rounds = rounds_of(reader, probes, suite.probe_rounds);
  suite.sweep_bytes = sweep_of(reader, probes);
  suite.access_bytes = sizes_of(reader, probes, "access_sizes");
  suite.latency_bytes = sizes_of(reader, probes, "latency_sizes");
  suite.capacity_bytes = sizes_of(reader, probes, "capacity_sizes");
  suite.line_size = reader.flag(probes, "line_size", suite.line_size);
  suite.mixed_bytes = sizes_of(reader, probes, "mixed_sizes");
  suite.thread_bytes = sizes_of(reader, probes, "thread_sizes");
  suite.threads = threads_of(reader, probes);
  suite.load_percents = percents_of(reader, probes);
  suite.load_slots = reader.flag(probes, "load_slots", suite.load_slots);
  suite.sustained =
      Seconds{reader.number(probes, "sustained_seconds", suite.sustained.value, {0.0, longest_sustained})};
  suite.accumulators = reader.flag(probes, "accumulators", suite.accumulators);
}

void read_operators(TomlReader& reader, const toml::table& operators, Suite& suite) {
  reader.only(operators, {"workload", "rounds", "block_milliseconds"});
  suite.workload = reader.text(operators, "workload", suite.workload);
  suite.operator_rounds = rounds_of(reader, operators, suite.operator_rounds);
  suite.operator_block =
      milliseconds(reader.number(operators, "block_milliseconds", suite.operator_block.value * 1e3, {1.0, 60000.0}));
}

}  // namespace

bool are_stops(const std::vector<int>& rounds) {
  const bool in_range = std::ranges::all_of(rounds, [](int count) { return count >= 1 && count <= 1000; });
  const bool ascending = std::ranges::adjacent_find(rounds, std::greater_equal{}) == rounds.end();
  return !rounds.empty() && in_range && ascending;
}

Result<std::size_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::array<std::pair<std::string_view, unsigned>, 4> units{
      {{"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};
  const auto* const known = std::ranges::find(units, unit, &std::pair<std::string_view, unsigned>::first);
  if (code == std::errc::invalid_argument || known == units.end() || (code == std::errc{} && number == 0)) {
    return Error{Reason::malformed, fmt::format("'{}' is no size; expected for example 24KiB, 1MiB, 512B", text)};
  }
  if (code != std::errc{} || number > (std::min<std::uint64_t>(SIZE_MAX, largest_number) >> known->second)) {
    return Error{Reason::malformed, fmt::format("'{}' is more than 1 TiB, or than this program can address", text)};
  }
  return static_cast<std::size_t>(number << known->second);
}

Result<Suite> parse_suite(std::string_view text, const std::string& source) {
  const auto root = parse_toml(text, source);
  if (!root) return root.error();
  TomlReader reader(source);
  reader.only(*root, {"name", "summary", "probes", "operators"});
  const toml::table absent;
  const toml::table* probes = reader.table(*root, "probes");
  const toml::table* operators = reader.table(*root, "operators");
  Suite suite;
  suite.name = reader.text(*root, "name");
  suite.summary = reader.text(*root, "summary", "");
  read_probes(reader, probes == nullptr ? absent : *probes, suite);
  read_operators(reader, operators == nullptr ? absent : *operators, suite);
  if (reader.error()) return *reader.error();
  return suite;
}

Result<Suite> load_suite(const std::string& name_or_path) {
  if (const auto text = embedded_file("suites/" + name_or_path + ".toml")) {
    return parse_suite(*text, "suites/" + name_or_path + ".toml");
  }
  std::error_code unreadable;  // a name too long, a folder that may not be entered: reading it says so
  if (!std::filesystem::exists(name_or_path, unreadable) && !unreadable) {
    std::vector<std::string> names;
    for (const EmbeddedFile& entry : embedded_files()) {
      if (entry.name.starts_with("suites/")) names.emplace_back(entry.name.substr(7, entry.name.size() - 12));
    }
    return Error{Reason::not_found,
                 fmt::format("no suite or file '{}'; {}", name_or_path, suggestion(name_or_path, names))};
  }
  const auto text = read_toml_file(name_or_path, "suite");
  if (!text) return text.error();
  return parse_suite(*text, name_or_path);
}

Suite cap_sweep(Suite suite, std::size_t limit_bytes) {
  std::erase_if(suite.access_bytes, [&](std::size_t size) { return size > limit_bytes; });
  std::erase_if(suite.mixed_bytes, [&](std::size_t size) { return size > limit_bytes; });
  std::erase_if(suite.capacity_bytes, [&](std::size_t size) { return size > limit_bytes; });
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
