// SPDX-License-Identifier: Apache-2.0
// What the kernel tests share: which probes this host can execute, operands of every type, and a call with a large
// enough output.
#pragma once

#if defined(__linux__) && !defined(__x86_64__)
#include <sys/auxv.h>
#endif

#include <array>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "microbench/host/isa_detection.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_abi.h"
#include "probes/operands.hpp"

namespace cachebound::probes::testing {

/// The base sets are asked of the compiler's runtime and the kernel directly, so that these tests stand on nothing that
/// they could share a fault with; an extension counts where the base does and the host module reports it.
inline IsaSet host_isa() {
  IsaSet set{Isa::scalar};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) set.push_back(Isa::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) set.push_back(Isa::avx512);
#elif defined(__aarch64__)
  constexpr unsigned long hwcap_asimd = 1UL << 1;
  if (getauxval(AT_HWCAP) & hwcap_asimd) set.push_back(Isa::neon);
#else
  constexpr unsigned long hwcap_neon = 1UL << 12;
  constexpr unsigned long hwcap_vfpv4 = 1UL << 16;
  const unsigned long hwcap = getauxval(AT_HWCAP);
  if (hwcap & hwcap_neon) set.push_back(Isa::neon);
  if ((hwcap & hwcap_neon) && (hwcap & hwcap_vfpv4)) set.push_back(Isa::neon_vfpv4);
#endif
  if (set.size() > 1) {
    for (const Isa isa : native_isas()) {
      const bool base = isa == Isa::avx2 || isa == Isa::avx512 || isa == Isa::neon || isa == Isa::neon_vfpv4;
      if (!base && !contains(set, isa)) set.push_back(isa);
    }
  }
  return set;
}

/// The probes of one kind that this host can execute; the others are printed with their reason.
inline std::vector<const Probe*> runnable(ProbeKind kind) {
  std::vector<const Probe*> probes;
  const IsaSet host = host_isa();
  for (const Probe& probe : catalogue()) {
    if (probe.kind != kind) continue;
    if (const Status refused = runnable_on(probe, host)) {
      std::printf("skipped %s: %s\n", std::string(probe.id).c_str(), refused->detail.c_str());
    } else {
      probes.push_back(&probe);
    }
  }
  return probes;
}

/// A kernel's output with a guard behind it: a kernel that stores more than it declares is caught. Room for all tiles
/// of SME at the longest vector, 256 rows of 256 bytes, and a row that would be too much.
struct Output {
  alignas(64) std::array<unsigned char, 257 * 256> bytes{};

  Output() { bytes.fill(guard); }
  bool holds_at_most(std::size_t size) const {
    for (std::size_t i = size; i < bytes.size(); ++i) {
      if (bytes[i] != guard) return false;
    }
    return true;
  }
  template <typename T>
  std::vector<T> as(std::size_t size) const {
    std::vector<T> values(size / sizeof(T));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
  }

 private:
  static constexpr unsigned char guard = 0xa5;
};

}  // namespace cachebound::probes::testing
