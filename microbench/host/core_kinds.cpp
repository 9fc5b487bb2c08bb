// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/core_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "microbench/host/cpu_topology.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// Equal keys: one kind. 0 or empty stands for what the machine does not state.
struct KindKey {
  std::uint64_t midr = 0;
  int family = 0;
  int model = 0;
  std::string hybrid;
  long long capacity = 0;
  long long highest_khz = 0;

  friend bool operator==(const KindKey&, const KindKey&) = default;
};

std::string cpu_folder(int cpu) { return fmt::format("/sys/devices/system/cpu/cpu{}", cpu); }

bool listed(const FileSystem& files, std::string_view path, int cpu) {
  const auto text = read_trimmed(files, path);
  if (!text) return false;
  const auto cpus = parse_cpu_list(*text);
  return cpus && std::find(cpus->begin(), cpus->end(), cpu) != cpus->end();
}

std::string hybrid_part(const FileSystem& files, int cpu) {
  if (listed(files, "/sys/devices/cpu_core/cpus", cpu)) return "core";
  if (listed(files, "/sys/devices/cpu_atom/cpus", cpu)) return "atom";
  return {};
}

long long integer_or_zero(const FileSystem& files, const std::string& path) {
  const auto value = read_integer(files, path);
  return value ? *value : 0;
}

struct Seen {
  KindKey key;
  CoreKind kind;
};

Seen look_at(const FileSystem& files, const Cpuinfo& cpuinfo, int cpu) {
  Seen seen;
  CoreKind& kind = seen.kind;
  const CpuinfoBlock* block = cpuinfo.find(cpu);
  kind.midr = read_midr(files, cpuinfo, cpu);
  const long long capacity = integer_or_zero(files, cpu_folder(cpu) + "/cpu_capacity");
  const long long highest_khz = integer_or_zero(files, cpu_folder(cpu) + "/cpufreq/cpuinfo_max_freq");
  if (capacity > 0) kind.capacity = static_cast<int>(capacity);
  if (highest_khz > 0) kind.highest_clock = Frequency{static_cast<double>(highest_khz) * 1000.0};
  if (block != nullptr) {
    kind.x86 = x86_identity_of(*block);
    kind.model_name = std::string(block->field("model name"));
    kind.features = features_of(*block);
  }
  if (kind.x86) {
    seen.key.family = kind.x86->family;
    seen.key.model = kind.x86->model;
    seen.key.hybrid = hybrid_part(files, cpu);
    kind.id = fmt::format("x86-family{}-model{}", kind.x86->family, kind.x86->model);
    if (!seen.key.hybrid.empty()) kind.id += "-" + seen.key.hybrid;
    return seen;
  }
  if (kind.midr) {
    seen.key.midr = *kind.midr;
    kind.id = fmt::format("arm-{:#04x}-{:#05x}", midr_implementer(*kind.midr), midr_part(*kind.midr));
  } else {
    kind.id = "unknown";
  }
  seen.key.capacity = capacity;
  seen.key.highest_khz = highest_khz;
  return seen;
}

/// The emulator runs every cpu's code the same way. What sysfs says (MIDR, capacity, clock) is of the machine below it.
Seen emulated_core() {
  Seen seen;
  seen.kind.id = "unknown";
  return seen;
}

std::vector<Cache> caches_of(const CacheSources& caches, int cpu) {
  CacheStatements statements = caches.of(cpu);
  return statements.empty() ? std::vector<Cache>{} : std::move(statements.front());
}

void add_topology(CoreKind& kind, const FileSystem& files, int cpu, const CacheSources& caches,
                  const std::vector<int>& allowed_cpus) {
  const CpuTopology topology = read_cpu_topology(files, cpu, caches_of(caches, cpu));
  add_group(kind.clusters, topology.cluster_cpus, allowed_cpus);
  std::vector<std::vector<int>> threads;
  add_group(threads, topology.core_cpus, allowed_cpus);
  if (!threads.empty() && threads.front().size() > 1) add_group(kind.smt_siblings, threads.front(), allowed_cpus);
}

}  // namespace

std::optional<std::uint64_t> read_midr(const FileSystem& files, const Cpuinfo& cpuinfo, int cpu) {
  const auto stated = read_integer(files, cpu_folder(cpu) + "/regs/identification/midr_el1");
  if (stated && *stated > 0) return static_cast<std::uint64_t>(*stated);
  const CpuinfoBlock* block = cpuinfo.find(cpu);
  return block == nullptr ? std::nullopt : midr_of(*block);
}

std::vector<CoreKind> group_core_kinds(const FileSystem& files, const Cpuinfo& cpuinfo,
                                       const std::vector<int>& allowed_cpus, const IsaSet& isas,
                                       const CacheSources& caches, bool emulated) {
  std::vector<Seen> kinds;
  for (const int cpu : allowed_cpus) {
    Seen seen = emulated ? emulated_core() : look_at(files, cpuinfo, cpu);
    auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Seen& s) { return s.key == seen.key; });
    if (kind == kinds.end()) {
      seen.kind.isas = isas;
      seen.kind.caches = caches_of(caches, cpu);
      seen.kind.pmu = pmu_of(files, cpu);
      kind = kinds.insert(kinds.end(), std::move(seen));
    }
    kind->kind.cpus.push_back(cpu);
    add_topology(kind->kind, files, cpu, caches, allowed_cpus);
  }
  std::vector<CoreKind> result;
  for (Seen& seen : kinds) result.push_back(std::move(seen.kind));
  return result;
}

}  // namespace cachebound
