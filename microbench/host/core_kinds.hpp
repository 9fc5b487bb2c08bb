// SPDX-License-Identifier: Apache-2.0
// Groups cpus into kinds: a measurement on one cpu of a kind may stand for the others.
//
// Arm: by MIDR, relative capacity and highest clock, since one SoC may carry the same core in two implementations (a
// Snapdragon's prime core). x86: by CPUID identity and, on hybrid parts, by P or E core, but not by clock: favoured
// cores with 100 MHz more would otherwise make every desktop a zoo.
#pragma once

#include <vector>

#include "microbench/host/cache_sources.hpp"
#include "microbench/host/cpuinfo.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// MIDR of one cpu: sysfs first, the cpu's own /proc/cpuinfo block else.
std::optional<std::uint64_t> read_midr(const FileSystem& files, const Cpuinfo& cpuinfo, int cpu);

/// Kinds in the order of their first cpu; ids are provisional ("arm-0x41-0xd08", "x86-family25-model17").
/// Caches are those of the most trusted source that states any. Emulated: all cpus are of one kind.
std::vector<CoreKind> group_core_kinds(const FileSystem& files, const Cpuinfo& cpuinfo,
                                       const std::vector<int>& allowed_cpus, const IsaSet& isas,
                                       const CacheSources& caches, bool emulated);

}  // namespace cachebound
