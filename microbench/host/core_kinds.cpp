// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/core_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "microbench/host/kernel_text.hpp"
#include "microbench/host/sysfs_caches.hpp"

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
  seen.key.capacity = integer_or_zero(files, cpu_folder(cpu) + "/cpu_capacity");
  seen.key.highest_khz = integer_or_zero(files, cpu_folder(cpu) + "/cpufreq/cpuinfo_max_freq");
  return seen;
}

std::vector<Cache> caches_of(const FileSystem& files, int cpu, const CachesByCpu& hwloc) {
  const auto from_sysfs = read_sysfs_caches(files, cpu);
  if (from_sysfs) return *from_sysfs;
  const auto from_hwloc = hwloc.find(cpu);
  return from_hwloc == hwloc.end() ? std::vector<Cache>{} : from_hwloc->second;
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
                                       const CachesByCpu& hwloc) {
  std::vector<Seen> kinds;
  for (const int cpu : allowed_cpus) {
    Seen seen = look_at(files, cpuinfo, cpu);
    const auto known = std::find_if(kinds.begin(), kinds.end(), [&](const Seen& s) { return s.key == seen.key; });
    if (known != kinds.end()) {
      known->kind.cpus.push_back(cpu);
      continue;
    }
    seen.kind.cpus = {cpu};
    seen.kind.isas = isas;
    seen.kind.caches = caches_of(files, cpu, hwloc);
    kinds.push_back(std::move(seen));
  }
  std::vector<CoreKind> result;
  for (Seen& seen : kinds) result.push_back(std::move(seen.kind));
  return result;
}

}  // namespace cachebound
