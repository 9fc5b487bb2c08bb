// SPDX-License-Identifier: Apache-2.0
// chain_fma_avx512: the clock chain in the power state of a 512-bit kernel.
//
// One dependent vfmadd231ps. Its latency is an integer (4 on Skylake, Golden Cove, Zen 3 to 5; 5 on Haswell, Zen 2),
// calibrated at run time against the scalar chains. Wide multiplications may lower the clock, and a scalar chain beside
// such a kernel reads up to 8 % wrong (docs/method.md); this one runs at the kernel's own clock.
//
//   void cachebound_chain_fma_avx512(size_t iterations,   rdi   > 0
//                                    const void* in,     rsi   const Operands*; 1.0 in tests
//                                    void* out)          rdx   float[16]: the number of steps in every lane, if 1.0
//
//   zmm0 the chain     zmm30 multiplier     zmm31 multiplicand
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_fma_avx512
        vmovups zmm30, zmmword ptr [rsi]
        vmovups zmm31, zmmword ptr [rsi + KERNEL_OPERAND_BYTES]
        vpxord  zmm0, zmm0, zmm0
        align_loop
1:
        .rept   KERNEL_CHAIN_FMA_STEPS
        vfmadd231ps zmm0, zmm30, zmm31
        .endr
        dec     rdi
        jnz     1b
        vmovups zmmword ptr [rdx], zmm0
        vzeroupper
        ret
end_kernel cachebound_chain_fma_avx512
