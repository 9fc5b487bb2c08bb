// SPDX-License-Identifier: Apache-2.0
// Instruction sets of the core that the test runs on, natively or emulated.
#pragma once

#include "microbench/isa.hpp"
#if defined(__arm__) || defined(__aarch64__)
#include <sys/auxv.h>
#endif

inline cachebound::IsaSet host_isas() {
  using cachebound::Isa;
  cachebound::IsaSet isas{Isa::scalar};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) isas.push_back(Isa::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw")) {
    isas.push_back(Isa::avx512);
    if (__builtin_cpu_supports("avx512bf16")) isas.push_back(Isa::avx512_bf16);
  }
#elif defined(__aarch64__)
  isas.push_back(Isa::neon);  // part of the base set of every Linux system
  if ((getauxval(AT_HWCAP) & (1UL << 10U)) != 0) isas.push_back(Isa::neon_fp16);
  if ((getauxval(AT_HWCAP2) & (1UL << 14U)) != 0) isas.push_back(Isa::neon_bf16);
  if ((getauxval(AT_HWCAP) & (1UL << 22U)) != 0) isas.push_back(Isa::sve);  // that libraries take, none of ours
#elif defined(__arm__)
  const unsigned long hwcap = getauxval(AT_HWCAP);
  if ((hwcap & (1UL << 12U)) != 0) isas.push_back(Isa::neon);
  if ((hwcap & (1UL << 12U)) != 0 && (hwcap & (1UL << 16U)) != 0) isas.push_back(Isa::neon_vfpv4);
#endif
  return isas;
}
