// SPDX-License-Identifier: Apache-2.0
// 32-bit Arm by AT_HWCAP. Under a 64-bit kernel these are the compat hwcaps, which use the same bits.
#include "microbench/host/isa_detection.hpp"

#if defined(__arm__)
#include <sys/auxv.h>
#endif

namespace cachebound {

IsaSet isas_from_arm_hwcaps(const Hwcaps& hwcaps) {
  constexpr unsigned long neon = 1UL << 12U;   // HWCAP_NEON, uapi/asm/hwcap.h of arm
  constexpr unsigned long vfpv4 = 1UL << 16U;  // HWCAP_VFPv4: the fused multiply-add
  IsaSet isas{Isa::scalar};
  if ((hwcaps.hwcap & neon) == 0) return isas;
  isas.push_back(Isa::neon);
  if ((hwcaps.hwcap & vfpv4) != 0) isas.push_back(Isa::neon_vfpv4);
  return isas;
}

#if defined(__arm__)
Hwcaps native_hwcaps() { return {.hwcap = ::getauxval(AT_HWCAP), .hwcap2 = ::getauxval(AT_HWCAP2)}; }
IsaSet native_isas() { return isas_from_arm_hwcaps(native_hwcaps()); }
#endif

}  // namespace cachebound
