// SPDX-License-Identifier: Apache-2.0
#include "host_fixtures.hpp"

#include <numeric>

#include "catch_compat.hpp"
#include "flag_words.hpp"
#include "machine_tree.hpp"
#include "microbench/host/system_files.hpp"

namespace cachebound::fixtures {

std::shared_ptr<FakeFileSystem> load_tree(const std::string& name) {
  auto files = std::make_shared<FakeFileSystem>();
  for (const TreeEntry& entry : read_machine_tree(name)) {
    if (entry.link) {
      files->add_link(entry.path, entry.content);
    } else {
      files->add(entry.path, entry.content);
    }
  }
  return files;
}

HostSources sources_of(const std::string& tree, const std::string& architecture, int cpus, IsaSet isas) {
  HostSources sources{.files = load_tree(tree),
                      .allowed_cpus = std::vector<int>(static_cast<std::size_t>(cpus)),
                      .cpuid = {},
                      .isas = std::move(isas),
                      .process = {.architecture = architecture,
                                  .machine = architecture,
                                  .platform = architecture,
                                  .has_vdso = true,
                                  .software_event_error = 0,
                                  .hypervisor = {}},
                      .page_bytes = 4096,
                      .kernel = "Linux 6.1.0",
                      .topology_library = {}};
  std::iota(sources.allowed_cpus.begin(), sources.allowed_cpus.end(), 0);
  return sources;
}

HostSources sources_of(const std::string& tree, const std::string& architecture) {
  HostSources sources = sources_of(tree, architecture, 0, {});
  sources.allowed_cpus = read_online_cpus(*sources.files);
  const Cpuinfo cpuinfo = parse_cpuinfo(sources.files->read_text("/proc/cpuinfo").value());
  const auto features = features_of(cpuinfo.blocks.front());
  if (architecture == "aarch64") {
    sources.isas = isas_from_aarch64_hwcaps(aarch64_hwcaps_of(features));
  } else if (architecture == "arm") {
    sources.isas = isas_from_arm_hwcaps(arm_hwcaps_of(features));
  } else {
    sources.isas = isas_from_cpuid(cpuid_of(features));
  }
  return sources;
}

HostInfo read_machine(const HostSources& sources) {
  const auto cores = built_in_core_facts();
  REQUIRE(cores.has_value());
  return read_host(sources, *cores);
}

std::string finding_ids(const HostInfo& host) {
  std::string ids;
  for (const Finding& finding : host.contradictions) ids += (ids.empty() ? "" : ", ") + finding.id;
  return ids;
}

CpuidAccess kvm_cpuid() {
  return {.cpuid =
              [](std::uint32_t leaf, std::uint32_t) {
                if (leaf == 1) return CpuidRegisters{.eax = 0, .ebx = 0, .ecx = 1U << 31U, .edx = 0};
                // "KVMK", "VMKV", "M" as little-endian words.
                if (leaf == 0x40000000U) return CpuidRegisters{0x40000001U, 0x4b4d564bU, 0x564b4d56U, 0x4dU};
                return CpuidRegisters{};
              },
          .xcr0 = [] { return std::uint64_t{0}; }};
}

const Finding* find_finding(const HostInfo& host, std::string_view id) {
  for (const Finding& finding : host.contradictions) {
    if (finding.id == id) return &finding;
  }
  return nullptr;
}

}  // namespace cachebound::fixtures
