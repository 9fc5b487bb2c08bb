// SPDX-License-Identifier: Apache-2.0
// The PMUs that the kernel shows in sysfs, and which of them counts on a given cpu.
//
// A heterogeneous machine has one for each kind of core, each with a type of its own. PERF_TYPE_RAW goes to one of them
// and counts nothing while the thread runs on the other kind: events are therefore opened on the type of the pinned
// core's PMU.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// Where the bits of a field go, lowest first: "config:0-7,32-35" is {0, {{0, 7}, {32, 35}}}.
struct FormatField {
  int word = 0;  ///< of perf_event_attr: config, config1, config2
  std::vector<std::pair<int, int>> bits;

  friend bool operator==(const FormatField&, const FormatField&) = default;
};

struct Pmu {
  std::string name;  ///< "armv8_cortex_a72", "armv8_pmuv3_0", "cpu_core", "cpu"
  unsigned type = 0;
  bool core = false;      ///< counts what the thread on a cpu does; others count for a whole chip
  std::vector<int> cpus;  ///< that it counts on; empty: all
  std::map<std::string, FormatField, std::less<>> format;
  std::vector<std::uint64_t> named_events;  ///< the numbers of those that the kernel names: what the core says it has
  std::optional<int> bus_width_bytes;       ///< of a beat, where the core states it (PMUv3.4 on)
};

/// Every device of /sys/bus/event_source that has a type. Error{not_found}: the kernel shows none.
Result<std::vector<Pmu>> read_pmus(const FileSystem& files);

/// The one of its core. Error{not_supported_by_cpu}: no PMU counts on this cpu, and which there are.
Result<Pmu> pmu_of_cpu(const std::vector<Pmu>& pmus, int cpu);

/// Whether the machine has core PMUs of several kinds.
bool is_heterogeneous(const std::vector<Pmu>& pmus);

/// "config:0-7,32-35"; absent if it is something else.
std::optional<FormatField> parse_format(std::string_view text);

}  // namespace cachebound
