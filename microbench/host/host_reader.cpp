// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/host_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/host/container.hpp"
#include "microbench/host/contradictions.hpp"
#include "microbench/host/core_kinds.hpp"
#include "microbench/host/cpu_quota.hpp"
#include "microbench/host/cpu_topology.hpp"
#include "microbench/host/cpuid_caches.hpp"
#include "microbench/host/device_tree_caches.hpp"
#include "microbench/host/host_findings.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/host/sysfs_caches.hpp"
#include "microbench/host/system_files.hpp"
#include "microbench/host/virtual_machine.hpp"

namespace cachebound {
namespace {

void append(std::vector<Finding>& all, std::vector<Finding> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

/// Two kinds with one name (a core in two implementations) are told apart by their first cpu.
void make_ids_unique(std::vector<CoreKind>& kinds) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const bool shared = std::any_of(kinds.begin(), kinds.end(),
                                    [&](const CoreKind& k) { return &k != &kinds[i] && k.id == kinds[i].id; });
    if (!shared) continue;
    const std::string id = kinds[i].id;
    for (CoreKind& kind : kinds) {
      if (kind.id == id) kind.id += fmt::format("-cpu{}", kind.cpus.front());
    }
  }
}

/// CPUID answers for the core it is asked on: what it says holds for all only where cores cannot differ.
bool may_be_hybrid(const FileSystem& files) { return files.exists("/sys/devices/cpu_atom"); }

CacheSources read_caches(const HostSources& sources, CachesByCpu hwloc) {
  const FileSystem& files = *sources.files;
  CacheSources caches;
  for (const int cpu : sources.allowed_cpus) {
    if (auto stated = read_sysfs_caches(files, cpu)) caches.sysfs.emplace(cpu, std::move(stated).value());
  }
  caches.device_tree = read_device_tree_caches(files, sources.allowed_cpus);
  if (!may_be_hybrid(files)) caches.cpuid = caches_from_cpuid(sources.cpuid);
  caches.hwloc = std::move(hwloc);
  return caches;
}

/// What such cores are made with, where there is only one size: for reading.
std::vector<Cache> datasheet_caches(const CoreExpectations& made) {
  std::vector<Cache> caches;
  const auto add = [&](Level level, const std::vector<Bytes>& sizes) {
    if (sizes.size() == 1) caches.push_back({.level = level, .size = sizes.front(), .source = "datasheet"});
  };
  add(Level::l1, made.l1d_sizes);
  add(Level::l2, made.l2_sizes);
  return caches;
}

/// The data file's name is taken only when nothing speaks against it: a contradicted kind keeps its bare numbers.
std::vector<Finding> identify(CoreKind& kind, const CoreTable& cores, bool virtual_machine) {
  const CoreFacts* claimed = find_core(cores, kind);
  if (claimed == nullptr) return {};
  auto doubts = identity_contradictions(*claimed, kind, virtual_machine);
  if (!doubts.empty()) return doubts;
  kind.id = claimed->id;
  kind.datasheet_caches = datasheet_caches(claimed->expect);
  // 64-bit Arm kernels print no model name, 32-bit ones only the architecture's.
  if (kind.midr) kind.model_name = claimed->name;
  return {};
}

/// Findings bear the ids that the kinds end up with: by them a datasheet is withheld.
std::vector<Finding> identify_all(std::vector<CoreKind>& kinds, const CoreTable& cores, bool virtual_machine) {
  std::vector<std::vector<Finding>> doubts;
  for (CoreKind& kind : kinds) doubts.push_back(identify(kind, cores, virtual_machine));
  make_ids_unique(kinds);
  std::vector<Finding> all;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (Finding& doubt : doubts[i]) doubt.core_kind = kinds[i].id;
    append(all, std::move(doubts[i]));
  }
  return all;
}

std::vector<Finding> cache_findings(const CoreKind& kind, const CacheSources& caches, bool virtual_machine) {
  std::vector<Finding> findings = missing_cache_findings(kind);
  append(findings, cache_contradictions(kind, virtual_machine));
  for (const std::vector<Cache>& rival : caches.of(kind.cpus.front())) {
    if (rival.front().source != kind.caches.front().source) append(findings, cache_disagreements(kind, rival));
  }
  return findings;
}

/// All but the cores.
HostInfo describe(const HostSources& sources, const VirtualMachine& vm, const Emulation& emulation) {
  const FileSystem& files = *sources.files;
  const MemoryInfo memory = read_memory_info(files);
  HostInfo host;
  host.architecture = sources.process.architecture;
  host.kernel_architecture = sources.process.machine;
  host.kernel = sources.kernel;
  host.os = read_os_name(files);
  host.board = read_board_name(files);
  host.page_bytes = sources.page_bytes;
  host.memory_total = memory.total;
  host.memory_available = memory.available;
  host.huge_pages = read_huge_pages(files);
  host.huge_page_pools = read_huge_page_pools(files);
  host.packages = count_packages(files, sources.allowed_cpus);
  host.numa_nodes = count_numa_nodes(files);
  host.virtual_machine = vm.present;
  host.hypervisor = vm.hypervisor;
  host.container = detect_container(files);
  if (const auto quota = read_cpu_quota(files)) host.cpu_quota = *quota;
  host.emulated = emulation.emulated;
  host.emulation_signs = emulation.signs;
  return host;
}

}  // namespace

HostInfo read_host(const HostSources& sources, const CoreTable& cores) {
  const FileSystem& files = *sources.files;
  const auto cpuinfo_text = files.read_text("/proc/cpuinfo");
  const Cpuinfo cpuinfo = parse_cpuinfo(cpuinfo_text ? *cpuinfo_text : std::string{});
  const VirtualMachine vm = detect_virtual_machine(files, cpuinfo, sources.cpuid);
  ProcessView process = sources.process;
  process.hypervisor = vm.hypervisor;
  HostInfo host = describe(sources, vm, detect_emulation(files, cpuinfo, process));

  // Under an emulator cpuinfo and caches are those of another processor: they say nothing about this one.
  const Cpuinfo trusted = host.emulated ? Cpuinfo{} : cpuinfo;
  LibraryTopology library;
  if (sources.topology_library && !host.emulated) {
    if (auto asked = sources.topology_library()) library = std::move(asked).value();
  }
  const CacheSources caches = host.emulated ? CacheSources{} : read_caches(sources, std::move(library.caches));
  host.core_kinds = group_core_kinds(files, trusted, sources.allowed_cpus, sources.isas, caches, host.emulated);
  append(host.contradictions, program_findings(host));
  append(host.contradictions, limit_findings(host, read_online_cpus(files)));
  if (host.emulated) {
    for (CoreKind& kind : host.core_kinds) kind.id = "emulated";
    make_ids_unique(host.core_kinds);
    return host;
  }
  append(host.contradictions, identify_all(host.core_kinds, cores, vm.present));
  append(host.contradictions, topology_disagreements(host.core_kinds, library));
  for (const CoreKind& kind : host.core_kinds) {
    append(host.contradictions, cache_findings(kind, caches, vm.present));
  }
  return host;
}

}  // namespace cachebound
