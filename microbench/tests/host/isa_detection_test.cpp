// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/isa_detection.hpp"

#include <map>
#include <utility>

#include "catch_compat.hpp"
#include "microbench/host/emulation.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

constexpr std::uint32_t bit_fma = 1U << 12U, bit_osxsave = 1U << 27U, bit_avx = 1U << 28U;
constexpr std::uint32_t bit_avx2 = 1U << 5U;
constexpr std::uint32_t avx512_f_dq_bw_vl = (1U << 16U) | (1U << 17U) | (1U << 30U) | (1U << 31U);

struct Processor {
  std::uint32_t highest_leaf = 13;
  std::uint32_t leaf1_ecx = bit_fma | bit_osxsave | bit_avx;
  std::uint32_t leaf7_ebx = bit_avx2 | avx512_f_dq_bw_vl;
  std::uint64_t xcr0 = 0xe7;
  bool xgetbv_faults = false;
};

IsaSet isas_of(const Processor& p) {
  return isas_from_cpuid({.cpuid =
                              [p](std::uint32_t leaf, std::uint32_t) {
                                if (leaf == 0) return CpuidRegisters{.eax = p.highest_leaf};
                                if (leaf == 1) return CpuidRegisters{.ecx = p.leaf1_ecx};
                                if (leaf == 7 && p.highest_leaf >= 7) return CpuidRegisters{.ebx = p.leaf7_ebx};
                                return CpuidRegisters{};
                              },
                          .xcr0 =
                              [p] {
                                REQUIRE_FALSE(p.xgetbv_faults);
                                return p.xcr0;
                              }});
}

}  // namespace

TEST_CASE("AVX sets need instructions, OSXSAVE and saved registers", "[host][isa]") {
  CHECK(isas_of({}) == IsaSet{Isa::scalar, Isa::avx2, Isa::avx512});
  CHECK(isas_of({.leaf7_ebx = bit_avx2}) == IsaSet{Isa::scalar, Isa::avx2});
  CHECK(isas_of({.leaf7_ebx = bit_avx2 | (1U << 16U)}) == IsaSet{Isa::scalar, Isa::avx2});  // Knights Landing: no BW
  CHECK(isas_of({.xcr0 = 0x7}) == IsaSet{Isa::scalar, Isa::avx2});                          // ZMM not saved
  CHECK(isas_of({.xcr0 = 0x3}) == IsaSet{Isa::scalar});                                     // YMM not saved
  CHECK(isas_of({.leaf1_ecx = bit_osxsave | bit_avx}) == IsaSet{Isa::scalar});              // AVX2 without FMA
  CHECK(isas_of({.highest_leaf = 1}) == IsaSet{Isa::scalar});
}

TEST_CASE("XGETBV is not executed where the system does not use XSAVE", "[host][isa]") {
  CHECK(isas_of({.leaf1_ecx = bit_fma | bit_avx, .xgetbv_faults = true}) == IsaSet{Isa::scalar});
}

TEST_CASE("recorded leaves of an EPYC Zen 4 guest give AVX2 and AVX-512", "[host][isa]") {
  // Leaf 1 ECX 0xfffa3203 and leaf 7 EBX 0xf1bf07ab as such a guest reports them.
  CHECK(isas_of({.leaf1_ecx = 0xfffa3203U, .leaf7_ebx = 0xf1bf07abU}) == IsaSet{Isa::scalar, Isa::avx2, Isa::avx512});
}

TEST_CASE("hwcaps of Arm systems", "[host][isa]") {
  CHECK(isas_from_aarch64_hwcaps({.hwcap = 0x8fb}) == IsaSet{Isa::scalar, Isa::neon});  // Cortex-A53, A72
  CHECK(isas_from_aarch64_hwcaps({.hwcap = 0x1}) == IsaSet{Isa::scalar});
  CHECK(isas_from_arm_hwcaps({.hwcap = 0x3fb0d6}) == IsaSet{Isa::scalar, Isa::neon, Isa::neon_vfpv4});
  CHECK(isas_from_arm_hwcaps({.hwcap = 1U << 12U}) == IsaSet{Isa::scalar, Isa::neon});  // Cortex-A9
  CHECK(isas_from_arm_hwcaps({.hwcap = 1U << 13U}) == IsaSet{Isa::scalar});             // VFPv3 alone
}

TEST_CASE("SME is announced by itself: it neither needs nor implies SVE", "[host][isa]") {
  constexpr unsigned long asimd = 1UL << 1U, sve = 1UL << 22U, sme = 1UL << 23U, f64f64 = 1UL << 25U;
  CHECK(isas_from_aarch64_hwcaps({.hwcap = asimd, .hwcap2 = sme}) == IsaSet{Isa::scalar, Isa::neon, Isa::sme});
  CHECK(isas_from_aarch64_hwcaps({.hwcap = asimd, .hwcap2 = sme | f64f64}) ==
        IsaSet{Isa::scalar, Isa::neon, Isa::sme, Isa::sme_f64f64});
  CHECK(isas_from_aarch64_hwcaps({.hwcap = asimd | sve}) == IsaSet{Isa::scalar, Isa::neon, Isa::sve});
  CHECK(isas_from_aarch64_hwcaps({.hwcap = asimd, .hwcap2 = f64f64}) == IsaSet{Isa::scalar, Isa::neon});
  CHECK(isas_from_aarch64_hwcaps({.hwcap2 = sme}) == IsaSet{Isa::scalar});
}

TEST_CASE("this processor's sets begin with scalar and fit its architecture", "[host][isa]") {
  const IsaSet isas = native_isas();
  REQUIRE_FALSE(isas.empty());
  CHECK(isas.front() == Isa::scalar);
  const bool x86 = binary_architecture() == "x86_64";
  CHECK(contains(isas, Isa::neon) == !x86);  // every Armv8 core and both emulators have it
  if (!x86) CHECK_FALSE(contains(isas, Isa::avx2));
}
