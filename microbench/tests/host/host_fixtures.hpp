// SPDX-License-Identifier: Apache-2.0
// Machines for tests: a recorded tree of files in one text, and what the processor and the kernel would answer.
#pragma once

#include <memory>
#include <string>

#include "microbench/host/host_reader.hpp"

namespace cachebound::fixtures {

/// tests/fixtures/hosts/<name>.tree (machine_tree.hpp).
std::shared_ptr<FakeFileSystem> load_tree(const std::string& name);

/// Sources of a bare Linux machine with these files and cpus; the caller changes what is special.
HostSources sources_of(const std::string& tree, const std::string& architecture, int cpus, IsaSet isas);

/// As above, with every allowed cpu that the tree's kernel has online, and the instruction sets that its flag words
/// stand for.
HostSources sources_of(const std::string& tree, const std::string& architecture);

/// This machine read with the data files of the program.
HostInfo read_machine(const HostSources& sources);

/// "cpu-quota, nominal-l3-of-host": the ids of all findings, in their order.
std::string finding_ids(const HostInfo& host);

/// A hypervisor that names itself in CPUID, as KVM does.
CpuidAccess kvm_cpuid();

/// Has a finding with this id.
const Finding* find_finding(const HostInfo& host, std::string_view id);

}  // namespace cachebound::fixtures
