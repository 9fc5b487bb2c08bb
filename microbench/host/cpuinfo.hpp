// SPDX-License-Identifier: Apache-2.0
// /proc/cpuinfo, block by block.
//
// Every processor block is kept: on a big.LITTLE board the first block says nothing about the other cores, and taking
// it for all of them is how libpfm4 mistook an A72 for an A53 until 2024.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/host_info.hpp"

namespace cachebound {

struct CpuinfoBlock {
  int cpu = 0;
  std::map<std::string, std::string, std::less<>> fields;

  [[nodiscard]] std::string_view field(std::string_view name) const;  ///< empty: not there
};

struct Cpuinfo {
  std::vector<CpuinfoBlock> blocks;  ///< one per "processor" line
  /// Fields of no single processor: "Hardware", "Revision"; on old 32-bit Arm kernels also the identity.
  std::map<std::string, std::string, std::less<>> machine;

  [[nodiscard]] const CpuinfoBlock* find(int cpu) const;
};

Cpuinfo parse_cpuinfo(std::string_view text);

/// "x86", "arm" or "" by the fields that only that architecture's kernel prints.
std::string_view cpuinfo_architecture(const Cpuinfo& cpuinfo);

/// "CPU implementer", "CPU variant", "CPU part" and "CPU revision" put together as MIDR_EL1 has them.
std::optional<std::uint64_t> midr_of(const CpuinfoBlock& block);
std::optional<X86Identity> x86_identity_of(const CpuinfoBlock& block);
/// "flags" (x86) or "Features" (Arm), sorted.
std::vector<std::string> features_of(const CpuinfoBlock& block);

constexpr int midr_implementer(std::uint64_t midr) { return static_cast<int>((midr >> 24U) & 0xffU); }
constexpr int midr_part(std::uint64_t midr) { return static_cast<int>((midr >> 4U) & 0xfffU); }

}  // namespace cachebound
