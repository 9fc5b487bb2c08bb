// SPDX-License-Identifier: Apache-2.0
// AVX2, AVX-512, AMX and their extensions by CPUID and XCR0 (Intel SDM volume 1, sections 14.3 and 15.2). Three
// conditions, all needed:
//   1. CPUID leaf 7 lists the instructions;
//   2. CPUID leaf 1 ECX bit 27 (OSXSAVE) says that the system uses XSAVE, so XGETBV may be executed;
//   3. XCR0 says that the system saves the wider registers: without it they fault, or worse, leak between processes.
#include "microbench/host/isa_detection.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace cachebound {
namespace {

constexpr bool bit(std::uint32_t word, unsigned position) { return ((word >> position) & 1U) != 0; }

constexpr std::uint64_t ymm_state = 0x6;       // XMM and YMM-high
constexpr std::uint64_t zmm_state = 0xe6;      // and opmask, ZMM-high, ZMM16 to 31
constexpr std::uint64_t tile_state = 0x60000;  // TILECFG and TILEDATA

/// Extensions that only add instructions to the state of another set. Intel SDM volume 2, CPUID leaf 7 subleaves 0
/// and 1.
void add_extensions(IsaSet& isas, const CpuidRegisters& leaf7, const CpuidRegisters& leaf7_1, std::uint64_t enabled,
                    bool tiles_granted) {
  if (contains(isas, Isa::avx2) && bit(leaf7_1.eax, 4)) isas.push_back(Isa::avx_vnni);
  if (contains(isas, Isa::avx512)) {
    if (bit(leaf7.ecx, 11)) isas.push_back(Isa::avx512_vnni);
    if (bit(leaf7_1.eax, 5)) isas.push_back(Isa::avx512_bf16);
    if (bit(leaf7.edx, 23)) isas.push_back(Isa::avx512_fp16);
    if (bit(leaf7.ecx, 14)) isas.push_back(Isa::avx512_vpopcntdq);
    if (bit(leaf7.ecx, 12)) isas.push_back(Isa::avx512_bitalg);
  }
  if ((enabled & tile_state) == tile_state && tiles_granted && bit(leaf7.edx, 24)) {
    if (bit(leaf7.edx, 25)) isas.push_back(Isa::amx_int8);
    if (bit(leaf7.edx, 22)) isas.push_back(Isa::amx_bf16);
  }
}

}  // namespace

IsaSet isas_from_cpuid(const CpuidAccess& access) {
  IsaSet isas{Isa::scalar};
  if (!access.cpuid || access.cpuid(0, 0).eax < 7) return isas;
  const CpuidRegisters leaf1 = access.cpuid(1, 0);
  const CpuidRegisters leaf7 = access.cpuid(7, 0);
  const bool os_uses_xsave = bit(leaf1.ecx, 27);
  if (!os_uses_xsave || !access.xcr0) return isas;
  const std::uint64_t enabled = access.xcr0();

  const bool fma = bit(leaf1.ecx, 12);
  const bool avx = bit(leaf1.ecx, 28);
  const bool avx2 = bit(leaf7.ebx, 5);
  if (avx && avx2 && fma && (enabled & ymm_state) == ymm_state) isas.push_back(Isa::avx2);

  const bool avx512 = bit(leaf7.ebx, 16) && bit(leaf7.ebx, 17) && bit(leaf7.ebx, 30) && bit(leaf7.ebx, 31);
  if (avx512 && contains(isas, Isa::avx2) && (enabled & zmm_state) == zmm_state) isas.push_back(Isa::avx512);
  const CpuidRegisters leaf7_1 = leaf7.eax >= 1 ? access.cpuid(7, 1) : CpuidRegisters{};
  const bool has_tiles = bit(leaf7.edx, 24);
  add_extensions(isas, leaf7, leaf7_1, enabled, has_tiles && access.grant_tiles && access.grant_tiles());
  return isas;
}

#if defined(__x86_64__)

CpuidAccess native_cpuid() {
  return {.cpuid =
              [](std::uint32_t leaf, std::uint32_t subleaf) {
                CpuidRegisters r;
                __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
                return r;
              },
          .xcr0 =
              [] {
                std::uint32_t low = 0;
                std::uint32_t high = 0;
                __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
                return (static_cast<std::uint64_t>(high) << 32U) | low;
              },
          .grant_tiles =
              [] {
                // Linux gives the 8 KiB of tile data only to a process that asks (Documentation/arch/x86/xstate.rst).
                constexpr long arch_req_xcomp_perm = 0x1023;
                constexpr long xfeature_xtiledata = 18;
                return ::syscall(SYS_arch_prctl, arch_req_xcomp_perm, xfeature_xtiledata) == 0;
              }};
}

IsaSet native_isas() { return isas_from_cpuid(native_cpuid()); }

#else

CpuidAccess native_cpuid() { return {}; }

#endif

}  // namespace cachebound
