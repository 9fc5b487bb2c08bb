// SPDX-License-Identifier: Apache-2.0
// Machines for tests: a recorded tree of files in one text, and what the processor and the kernel would answer.
#pragma once

#include <memory>
#include <string>

#include "microbench/host/host_reader.hpp"

namespace cachebound::fixtures {

/// tests/fixtures/hosts/<name>.tree: sections "=== /path", each followed by the file's content.
std::shared_ptr<FakeFileSystem> load_tree(const std::string& name);

/// Sources of a bare Linux machine with these files and cpus; the caller changes what is special.
HostSources sources_of(const std::string& tree, const std::string& architecture, int cpus, IsaSet isas);

/// A hypervisor that names itself in CPUID, as KVM does.
CpuidAccess kvm_cpuid();

/// Has a finding with this id.
const Finding* find_finding(const HostInfo& host, std::string_view id);

}  // namespace cachebound::fixtures
