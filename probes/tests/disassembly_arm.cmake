# SPDX-License-Identifier: Apache-2.0
# How the instructions of 32-bit Arm look to disassembly.cmake, brackets turned into parentheses.
set(branch "^(b|b[a-z][a-z])(\\.[nw])?[ \t]+([0-9a-f]+)")
# A bracket may also be that of a lane: it is an access where a base register follows.
set(memory "\\((r[0-9]|sl|fp|ip|sp|lr)|^v?(ldm|stm|push|pop)")
set(load_32 "^vld1\\.64[ \t]+{d[0-9]+-d[0-9]+}, \\([a-z0-9]+ ?:256\\)" "^ldm(ia)?[ \t]+[a-z0-9]+!, {r4, r5, r6, r7, r8, r9, sl, fp}")
set(load_16 "^vld1\\.64[ \t]+{d[0-9]+-d[0-9]+}, \\([a-z0-9]+ ?:128\\)")
set(load_8 "^vldr[ \t]+d" "^vld1\\.64[ \t]+{d[0-9]+}, \\([a-z0-9]+ ?:64\\)" "^ldrd[ \t]")
set(load_4 "^vldr[ \t]+s" "^ldr[ \t]" "^vld1\\.32[ \t]+{d[0-9]+\\(\\)-d[0-9]+\\(\\)}, \\([a-z0-9]+ ?:32\\)")
set(store_32 "^vst1\\.64[ \t]+{d[0-9]+-d[0-9]+}, \\([a-z0-9]+ ?:256\\)")
set(store_8 "^vstr[ \t]+d")
# Loads with a large offset must differ in it. The others move their bases, so that their addresses repeat: guard pages
# and the final position, which is such a base, prove the rest.
set(load_address "^v?ldr[ \t]+[a-z0-9]+, (\\(.*\\))")
set(exchanges_base "")
set(decrement_next_to_branch "^(subs|cmp)[ \t]")

set(work_fma_f32 "^vfma\\.f32[ \t]+q")
set(work_fma_f32_neon_vfpv4_d "^vfma\\.f32[ \t]+d")
set(work_fma_f32_neon_vfpv4_scalar "^vfma\\.f32[ \t]+s")
set(work_mla_f32 "^vmla\\.f32[ \t]+q[0-9]+, q[0-9]+, q")
set(work_mla_f32_neon_lane "^vmla\\.f32[ \t]+q[0-9]+, q[0-9]+, d")
set(work_muladd_f32 "^vmul\\.f32[ \t]+q" "^vadd\\.f32[ \t]+q")
set(work_mul_f32 "^vmul\\.f32[ \t]+q")
set(work_add_f32 "^vadd\\.f32[ \t]+q")
set(work_fma_f64 "^vfma\\.f64[ \t]+d")
set(work_mla_f64 "^vmla\\.f64[ \t]+d")
set(work_mla_i8 "^vmull\\.s8[ \t]+q" "^vmlal\\.s8[ \t]+q" "^vpadal\\.s16[ \t]+q")
# The additions are fewer: the first count of a sum is not added to anything.
set(work_popcnt_b1 "^vcnt\\.8[ \t]+q" "^vand[ \t]+q")
set(work_popcnt_b1_neon_eor "^vcnt\\.8[ \t]+q" "^veor[ \t]+q")
# With its sources: the operands, and no register that is loaded.
set(work_mixed_f32 "^vfma\\.f32[ \t]+q[0-9]+, q14, q15")
set(chain_chain_add_reg "^add[ \t]")
set(chain_chain_add_imm "^add[ \t]")
set(chain_chain_eor "^eor[ \t]")
