// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/pmu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

constexpr const char* root = "/sys/bus/event_source/devices";

std::map<std::string, FormatField, std::less<>> read_formats(const FileSystem& files, const std::string& folder) {
  std::map<std::string, FormatField, std::less<>> formats;
  const auto names = files.list(folder);
  if (!names) return formats;
  for (const std::string& name : *names) {
    const auto text = read_trimmed(files, folder + "/" + name);
    if (!text) continue;
    if (const auto field = parse_format(*text)) formats.emplace(name, *field);
  }
  return formats;
}

/// "event=0x0011" of Arm's PMUs: one number. Events of other PMUs have more to them and are not looked at.
std::vector<std::uint64_t> read_named_events(const FileSystem& files, const std::string& folder) {
  std::vector<std::uint64_t> numbers;
  const auto names = files.list(folder);
  if (!names) return numbers;
  constexpr std::string_view key = "event=";
  for (const std::string& name : *names) {
    const auto text = read_trimmed(files, folder + "/" + name);
    if (!text || !text->starts_with(key)) continue;
    const auto number = parse_integer(std::string_view(*text).substr(key.size()));
    if (number && *number >= 0) numbers.push_back(static_cast<std::uint64_t>(*number));
  }
  return numbers;
}

std::optional<Pmu> read_pmu(const FileSystem& files, const std::string& name) {
  const std::string folder = fmt::format("{}/{}", root, name);
  const auto type = read_integer(files, folder + "/type");
  if (!type || *type < 0) return std::nullopt;
  Pmu pmu;
  pmu.name = name;
  pmu.type = static_cast<unsigned>(*type);
  // The rule of the kernel's own perf tool: a PMU of cores is called "cpu" or has a file "cpus". One that counts for a
  // whole chip has "cpumask", the cpu that reads it.
  const auto cpus = read_trimmed(files, folder + "/cpus");
  const auto where = cpus ? cpus : read_trimmed(files, folder + "/cpumask");
  if (where) pmu.cpus = parse_cpu_list(*where).value_or(std::vector<int>{});
  // An empty list of cpus: all of its cores are offline. It counts nowhere, not everywhere.
  pmu.core = name == "cpu" || (cpus && !pmu.cpus.empty());
  pmu.format = read_formats(files, folder + "/format");
  pmu.named_events = read_named_events(files, folder + "/events");
  if (const auto width = read_integer(files, folder + "/caps/bus_width"); width && *width > 0)
    pmu.bus_width_bytes = static_cast<int>(*width);
  return pmu;
}

bool counts_on(const Pmu& pmu, int cpu) {
  return pmu.core && (pmu.cpus.empty() || std::find(pmu.cpus.begin(), pmu.cpus.end(), cpu) != pmu.cpus.end());
}

}  // namespace

std::optional<FormatField> parse_format(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(0, colon);
  FormatField field;
  if (word == "config1") {
    field.word = 1;
  } else if (word == "config2") {
    field.word = 2;
  } else if (word != "config") {
    return std::nullopt;
  }
  for (const std::string_view range : split(text.substr(colon + 1), ',')) {
    const std::size_t dash = range.find('-');
    const auto first = parse_integer(range.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_integer(range.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last > 63) return std::nullopt;
    field.bits.emplace_back(static_cast<int>(*first), static_cast<int>(*last));
  }
  return field;
}

Result<std::vector<Pmu>> read_pmus(const FileSystem& files) {
  const auto names = files.list(root);
  if (!names) return names.error();
  std::vector<Pmu> pmus;
  for (const std::string& name : *names) {
    if (auto pmu = read_pmu(files, name)) pmus.push_back(std::move(*pmu));
  }
  return pmus;
}

Result<Pmu> pmu_of_cpu(const std::vector<Pmu>& pmus, int cpu) {
  const auto found = std::find_if(pmus.begin(), pmus.end(), [&](const Pmu& pmu) { return counts_on(pmu, cpu); });
  if (found != pmus.end()) return *found;
  std::string others;
  for (const Pmu& pmu : pmus) others += (others.empty() ? "" : ", ") + pmu.name;
  return Error{Reason::not_supported_by_cpu,
               fmt::format("the kernel shows no PMU for cpu {} (it shows: {})", cpu, others.empty() ? "none" : others)};
}

bool is_heterogeneous(const std::vector<Pmu>& pmus) {
  return std::count_if(pmus.begin(), pmus.end(), [](const Pmu& pmu) { return pmu.core; }) > 1;
}

}  // namespace cachebound
