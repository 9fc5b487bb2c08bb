// SPDX-License-Identifier: Apache-2.0
// What the kernel templates know of an instruction set: a policy class, one per header of this folder.
//
// A policy has Element (float, double, Half or Bf16), Reg, lanes, load, store, zero, add, sub, and either
//   lanes_of_a == 1:  broadcast(p) and fma(acc, a, b):  scalars arrive by loads of one element, each spread over a
//   register; lanes_of_a == 4 (of double 2):  fma_lane<L>(acc, a, b):  scalars arrive by loads of 16 bytes, used lane
//   by lane.
//
// Where one instruction sums several products for each lane, as of bf16, a policy has besides
//   depth_step, how many, and Operand, the register of operands; Reg, store, zero, add and a second load are of the
//   sums then. A panel has the depth_step elements of a lane side by side.
//
// A header is included only by files that are compiled for its set (cachebound_kernel_file). Templates there depend on
// the policy, so that no instantiation can be merged with one that any core must be able to run.
#pragma once

#include <cstddef>

#define CACHEBOUND_INLINE [[gnu::always_inline]] static inline

namespace cachebound::operators::simd {

/// What differs between the two kinds.
template <class V>
struct Depth {
  using Operand = typename V::Reg;
  static constexpr int step = 1;
};
template <class V>
  requires(V::depth_step > 1)
struct Depth<V> {
  using Operand = typename V::Operand;
  static constexpr int step = V::depth_step;
};

/// A value that x86 loads and then uses twice may become a memory operand of both uses: two loads, twice the bytes.
/// This makes it a register. Arm has no memory operands, hence nothing to prevent.
template <typename Vector>
CACHEBOUND_INLINE Vector in_register(Vector value) {
#if defined(__AVX512F__)
  asm("" : "+v"(value));
#elif defined(__x86_64__)
  asm("" : "+x"(value));
#endif
  return value;
}

/// A step that the compiler must not see through: it would compute the addresses of several ahead of time and, where
/// they are many, keep them on the stack, which is traffic that no closed form knows.
template <typename Element>
CACHEBOUND_INLINE Element* stepped(Element* pointer, std::ptrdiff_t step) {
  pointer += step;
  asm("" : "+r"(pointer));
  return pointer;
}

/// The same, and not before `loaded` is there: a step that needs nothing but the one before it would be scheduled ahead
/// of the loads, and many addresses be alive at once.
template <typename Element, typename Vector>
CACHEBOUND_INLINE Element* stepped_after(Vector loaded, Element* pointer, std::ptrdiff_t step) {
  pointer += step;
#if defined(__AVX512F__)
  asm("" : "+r"(pointer) : "v"(loaded));
#elif defined(__x86_64__)
  asm("" : "+r"(pointer) : "x"(loaded));
#else
  asm("" : "+r"(pointer) : "w"(loaded));
#endif
  return pointer;
}

/// A number that the compiler must take as it is: not to be folded into others that would want registers of their own.
template <typename Word>
CACHEBOUND_INLINE Word opaque(Word word) {
  asm("" : "+r"(word));
  return word;
}

}  // namespace cachebound::operators::simd
