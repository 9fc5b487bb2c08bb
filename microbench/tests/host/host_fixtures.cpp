// SPDX-License-Identifier: Apache-2.0
#include "host_fixtures.hpp"

#include <numeric>

#include "catch_compat.hpp"

namespace cachebound::fixtures {

std::shared_ptr<FakeFileSystem> load_tree(const std::string& name) {
  const std::string path = std::string(CACHEBOUND_SOURCE_DIR) + "/microbench/tests/fixtures/hosts/" + name + ".tree";
  const auto text = RootedFileSystem().read_text(path);
  REQUIRE(text.has_value());
  auto files = std::make_shared<FakeFileSystem>();
  constexpr std::string_view mark = "=== ";
  std::size_t at = text->starts_with(mark) ? 0 : text->find("\n=== ") + 1;
  while (at != std::string::npos) {
    const std::size_t line_end = text->find('\n', at);
    std::size_t next = text->find("\n=== ", line_end);
    const std::string file = text->substr(at + mark.size(), line_end - at - mark.size());
    const std::size_t begin = line_end + 1;
    const std::size_t end = next == std::string::npos ? text->size() : next + 1;
    files->add(file, begin < end ? text->substr(begin, end - begin) : std::string{});
    at = next == std::string::npos ? next : next + 1;
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
