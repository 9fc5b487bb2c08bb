// SPDX-License-Identifier: Apache-2.0
// Which instruction sets may be executed here, asked of the processor and of the operating system.
//
// The decoding functions are pure and built on every architecture, so recorded values of any machine are tested on any
// other; only the `native_` functions touch this machine.
#pragma once

#include <cstdint>
#include <functional>

#include "microbench/isa.hpp"

namespace cachebound {

struct CpuidRegisters {
  std::uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
};

/// CPUID and XGETBV of one processor. `xcr0` is asked only where CPUID says that XGETBV may be executed.
struct CpuidAccess {
  std::function<CpuidRegisters(std::uint32_t leaf, std::uint32_t subleaf)> cpuid;
  std::function<std::uint64_t()> xcr0;
  std::function<bool()> grant_tiles = {};  ///< asks the system for AMX tile state; asked only where CPUID has AMX
};

struct Hwcaps {
  unsigned long hwcap = 0;
  unsigned long hwcap2 = 0;
};

IsaSet isas_from_cpuid(const CpuidAccess& access);
IsaSet isas_from_aarch64_hwcaps(const Hwcaps& hwcaps);
IsaSet isas_from_arm_hwcaps(const Hwcaps& hwcaps);

/// Of this machine; without functions where the architecture has no CPUID.
CpuidAccess native_cpuid();
Hwcaps native_hwcaps();
/// The sets that this binary can use here. On Arm, hwcaps state what every core of the system offers.
IsaSet native_isas();

}  // namespace cachebound
