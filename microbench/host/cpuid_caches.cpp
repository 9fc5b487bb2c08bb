// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpuid_caches.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cachebound {
namespace {

constexpr std::uint32_t intel_leaf = 4;
constexpr std::uint32_t amd_leaf = 0x8000001dU;
constexpr std::array levels{Level::l1, Level::l2, Level::l3};

constexpr std::uint32_t bits(std::uint32_t word, unsigned low, unsigned count) {
  return (word >> low) & ((1U << count) - 1U);
}

bool is_amd(const CpuidAccess& access) {
  const CpuidRegisters vendor = access.cpuid(0, 0);
  constexpr std::uint32_t auth = 0x68747541U;  // "Auth", "AuthenticAMD"
  constexpr std::uint32_t hygo = 0x6f677948U;  // "Hygo", "HygonGenuine": the same core
  return vendor.ebx == auth || vendor.ebx == hygo;
}

/// Zero: there is no such leaf. AMD lists caches there only with topology extensions (leaf 0x80000001 ECX bit 22).
std::uint32_t leaf_of(const CpuidAccess& access) {
  if (!access.cpuid) return 0;
  if (!is_amd(access)) return access.cpuid(0, 0).eax >= intel_leaf ? intel_leaf : 0;
  const bool has_leaf = access.cpuid(0x80000000U, 0).eax >= amd_leaf;
  return has_leaf && bits(access.cpuid(0x80000001U, 0).ecx, 22, 1) != 0 ? amd_leaf : 0;
}

}  // namespace

std::vector<Cache> caches_from_cpuid(const CpuidAccess& access) {
  const std::uint32_t leaf = leaf_of(access);
  std::vector<Cache> caches;
  if (leaf == 0) return caches;
  constexpr std::uint32_t most_caches = 16;  // the list ends with a null entry; none is known to have more than five
  for (std::uint32_t index = 0; index < most_caches; ++index) {
    const CpuidRegisters r = access.cpuid(leaf, index);
    constexpr std::uint32_t none = 0;
    constexpr std::uint32_t instruction = 2;
    const std::uint32_t type = bits(r.eax, 0, 5);
    const std::uint32_t level = bits(r.eax, 5, 3);
    if (type == none) break;
    if (type == instruction || level < 1 || level > levels.size()) continue;
    const std::uint32_t line = bits(r.ebx, 0, 12) + 1;
    const std::uint32_t partitions = bits(r.ebx, 12, 10) + 1;
    const std::uint32_t ways = bits(r.ebx, 22, 10) + 1;
    const double sets = static_cast<double>(r.ecx) + 1.0;
    caches.push_back({.level = levels[level - 1],
                      .size = {static_cast<double>(line) * partitions * ways * sets},
                      .ways = static_cast<int>(ways),
                      .line_bytes = static_cast<int>(line),
                      .shared_cpus = {},
                      .source = "cpuid"});
  }
  std::stable_sort(caches.begin(), caches.end(), [](const Cache& a, const Cache& b) { return a.level < b.level; });
  return caches;
}

}  // namespace cachebound
