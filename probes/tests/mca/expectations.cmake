# SPDX-License-Identifier: Apache-2.0
# Where llvm-mca of AArch64 can be trusted, and where it is known to be wrong.
#
# It is not asked about other cores, whose models are another core's or wrong throughout: Cortex-A55 (two 128-bit FMA per
# cycle, hardware does one; six cycles for ldp q, hardware takes four), Cortex-A73 to A78 (that of Cortex-A57: half of
# the FMA and load rates of A76), Cortex-A510 and A520 (the width of their vector unit is the chip's choice), Apple's
# (Cyclone). Nor about latencies (the forwarding of accumulators is missing for A53 and A72), mixtures (on A53 it retires
# in order: fmla and add cost 7 cycles a pair), 16-bit types on A72, which has none, and population counts.

# <core of configs/cores>:<-mcpu>:<method>:<first LLVM with a model of its own>
#   total  by the cycles that the simulation takes
#   block  by "Block RThroughput", which is pressure on the pipes alone: the simulation of the in-order A53 writes back in
#          order and needs 110 cycles for 96 independent fmla
set(trusted_cores
    "cortex-a53:cortex-a53:block:14"
    "cortex-a72:cortex-a72:total:14"
    "neoverse-n1:neoverse-n1:total:19"
    "neoverse-v1:neoverse-v1:total:19")

# Loops of one kind of instruction each, in the forms that reach the datasheet's limit by the model. On hardware the ldp q
# of Neoverse V1 does not (43 bytes per cycle, not 48); the limit is that of its ldr q.
set(pure_kernels "^((fma|mul|add)_f(32|64)_neon|fma_f16_neon_fp16|dot_i8_neon_dotprod|(read_neon_ld|write_neon_st)[rp])$")

# <core>:<probe>:<first LLVM>:<last LLVM>:<limit that llvm-mca implies>:<reason>
set(known_deviations
    "cortex-a53:read_neon_ldr:14:99:16:the model lacks the 64-bit read path, two cycles per ldr q"
    "cortex-a53:read_neon_ldp:14:99:16:the model lacks the 64-bit read path, four cycles per ldp q"
    "cortex-a53:write_neon_stp:14:99:32:the model stores a pair of 128-bit registers per cycle, hardware one register"
    "neoverse-v1:write_neon_stp:19:99:64:the model stores two pairs of 128-bit registers per cycle, hardware two registers"
    "neoverse-n1:read_neon_ldr:22:99:16:dispatch of three micro-operations per cycle, of which ldr q takes two")
