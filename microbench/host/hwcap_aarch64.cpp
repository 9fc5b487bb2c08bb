// SPDX-License-Identifier: Apache-2.0
// AArch64 by AT_HWCAP. The kernel reports what every core of the system has, so an extension of only the big cores is
// hidden: safe, and the loss is stated nowhere (Exynos 9810's FP16 is the known case).
#include "microbench/host/isa_detection.hpp"

#include <array>

#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace cachebound {

namespace {

/// One row for each set: the word and the bit that announce it (uapi/asm/hwcap.h of arm64), and what it builds on.
struct Announced {
  Isa isa;
  bool second_word;
  unsigned bit;
  Isa base;
};

constexpr std::array announced{
    Announced{Isa::neon, false, 1, Isa::scalar},         // HWCAP_ASIMD
    Announced{Isa::neon_fp16, false, 10, Isa::neon},     // HWCAP_ASIMDHP
    Announced{Isa::neon_fhm, false, 23, Isa::neon},      // HWCAP_ASIMDFHM
    Announced{Isa::neon_dotprod, false, 20, Isa::neon},  // HWCAP_ASIMDDP
    Announced{Isa::neon_i8mm, true, 13, Isa::neon},  // HWCAP2_I8MM: of the second word (bit 13 of the first is JSCVT)
    Announced{Isa::neon_bf16, true, 14, Isa::neon},  // HWCAP2_BF16
    Announced{Isa::sve, false, 22, Isa::neon},       // HWCAP_SVE
    Announced{Isa::sve_i8mm, true, 9, Isa::sve},     // HWCAP2_SVEI8MM
    Announced{Isa::sve_bf16, true, 12, Isa::sve},    // HWCAP2_SVEBF16
    Announced{Isa::sme, true, 23, Isa::neon},        // HWCAP2_SME: there are cores without SVE (Apple M4)
    Announced{Isa::sme_f64f64, true, 25, Isa::sme},  // HWCAP2_SME_F64F64
};

}  // namespace

IsaSet isas_from_aarch64_hwcaps(const Hwcaps& hwcaps) {
  IsaSet isas{Isa::scalar};
  for (const Announced& row : announced) {
    const unsigned long word = row.second_word ? hwcaps.hwcap2 : hwcaps.hwcap;
    if ((word >> row.bit & 1UL) != 0 && contains(isas, row.base)) isas.push_back(row.isa);
  }
  return isas;
}

#if defined(__aarch64__)
Hwcaps native_hwcaps() { return {.hwcap = ::getauxval(AT_HWCAP), .hwcap2 = ::getauxval(AT_HWCAP2)}; }
IsaSet native_isas() { return isas_from_aarch64_hwcaps(native_hwcaps()); }
#elif !defined(__arm__)
Hwcaps native_hwcaps() { return {}; }
#endif

}  // namespace cachebound
