// SPDX-License-Identifier: Apache-2.0
// What of a disassembled instruction matters to a load slot.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

enum { form_length = 48 };

/// Mnemonic and registers without their numbers, an address as "[]", the index of a vector's lane as "[i]".
/// "ldp q0, q1, [x3, #32]" and "ldp q4, q5, [x3], #64" are both "ldp q,q,[]": the same use of a load slot. "vld1.32
/// {d0[1]}, [r1]" is "vld1.32 {d[i]},[]", and to all lanes "vld1.32 {d[],d[]},[]". Holds no quote and no backslash.
void instruction_form(const char* assembly, char out[form_length]);

#ifdef __cplusplus
}
#endif
