// SPDX-License-Identifier: Apache-2.0
// mla_i8_neon: peak rate of 8-bit products into 32-bit sums without the dot-product extension, 128 bit.
//
// What 8-bit kernels execute on A53 and A72: smull and smlal2 multiply 8 bytes each into lanes of 16 bits, which two
// products fill, and sadalp adds pairs of those lanes to 32-bit sums. The catalogue counts the two multiplications, 8
// multiply-accumulates each; sadalp is their price: where it takes two cycles, as uadalp does on A53, half of the rate
// of smlal alone. The three instructions of a step work on three different products, of steps 0, 2 and 4 earlier: no
// in-order core waits for the one before. The eight products rotate; those under way when the loop begins are made
// before it.
//
//   void cachebound_mla_i8_neon(size_t iterations,     x0   > 0
//                               const Operands* in,    x1   multiplier and multiplicand, 1 in tests
//                               int32_t out[16 * 4])   x2   the accumulators
//
//   v16-v31 accumulators     v8-v15 products (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

#if KERNEL_MLA_I8_CHAINS % 8
#error "a pass over the accumulators must be whole rotations of the eight products"
#endif

.macro multiply_lower number_
        smull   v\number_\().8h, v0.8b, v1.8b
.endm

.macro multiply_upper number_
        smlal2  v\number_\().8h, v0.16b, v1.16b
.endm

.macro triple number_, lower_, upper_, sum_
        multiply_lower \lower_
        multiply_upper \upper_
        sadalp  v\number_\().4s, v\sum_\().8h
.endm

.macro step number_
        triple  \number_, %(8 + \number_ % 8), %(8 + (\number_ + 6) % 8), %(8 + (\number_ + 4) % 8)
.endm

begin_compute cachebound_mla_i8_neon, operands_asimd, zero_asimd, KERNEL_MLA_I8_CHAINS
        each_from multiply_lower, 8, 8
        each_from multiply_upper, 12, 2
step_loop step, KERNEL_MLA_I8_CHAINS, KERNEL_MLA_I8_UNROLL
end_compute cachebound_mla_i8_neon, store_q, KERNEL_MLA_I8_CHAINS
