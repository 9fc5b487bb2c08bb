// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/host_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/host/contradictions.hpp"
#include "microbench/host/core_kinds.hpp"
#include "microbench/host/kernel_text.hpp"
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

/// The data file's name is taken only when nothing speaks against it: a contradicted kind keeps its bare numbers.
std::vector<Finding> identify(CoreKind& kind, const CoreTable& cores, bool virtual_machine) {
  const CoreFacts* claimed = find_core(cores, kind);
  if (claimed == nullptr) return {};
  auto doubts = identity_contradictions(*claimed, kind, virtual_machine);
  if (!doubts.empty()) return doubts;
  kind.id = claimed->id;
  // 64-bit Arm kernels print no model name, 32-bit ones only the architecture's.
  if (kind.midr) kind.model_name = claimed->name;
  return {};
}

}  // namespace

HostInfo read_host(const HostSources& sources, const CoreTable& cores) {
  const FileSystem& files = *sources.files;
  const auto cpuinfo_text = files.read_text("/proc/cpuinfo");
  const Cpuinfo cpuinfo = parse_cpuinfo(cpuinfo_text ? *cpuinfo_text : std::string{});
  const VirtualMachine vm = detect_virtual_machine(files, cpuinfo, sources.cpuid);
  ProcessView process = sources.process;
  process.hypervisor = vm.hypervisor;
  const Emulation emulation = detect_emulation(files, cpuinfo, process);
  const MemoryInfo memory = read_memory_info(files);

  HostInfo host;
  host.architecture = sources.process.architecture;
  host.kernel = sources.kernel;
  host.os = read_os_name(files);
  host.board = read_board_name(files);
  host.page_bytes = sources.page_bytes;
  host.memory_total = memory.total;
  host.memory_available = memory.available;
  host.huge_pages = read_huge_pages(files);
  host.virtual_machine = vm.present;
  host.hypervisor = vm.hypervisor;
  host.emulated = emulation.emulated;
  host.emulation_signs = emulation.signs;

  CachesByCpu hwloc;
  if (sources.topology_library) {
    if (auto asked = sources.topology_library()) hwloc = std::move(asked).value();
  }
  // Under an emulator cpuinfo and caches are those of another processor: they say nothing about this one.
  const Cpuinfo trusted = host.emulated ? Cpuinfo{} : cpuinfo;
  host.core_kinds = group_core_kinds(files, trusted, sources.allowed_cpus, sources.isas, hwloc);
  for (CoreKind& kind : host.core_kinds) {
    if (host.emulated) {
      kind.caches.clear();
      kind.id = "emulated";
      continue;
    }
    append(host.contradictions, identify(kind, cores, vm.present));
  }
  make_ids_unique(host.core_kinds);
  for (const CoreKind& kind : host.core_kinds) {
    append(host.contradictions, cache_contradictions(kind, vm.present));
    const auto second = hwloc.find(kind.cpus.front());
    if (second != hwloc.end() && !host.emulated) {
      append(host.contradictions, cache_disagreements(kind, second->second));
    }
  }
  return host;
}

}  // namespace cachebound
