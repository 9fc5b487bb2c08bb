// SPDX-License-Identifier: Apache-2.0
// Copies and transpositions in pieces of four floats, or two doubles: every element is loaded once and stored once,
// whatever the vector width. The files that include this are compiled without the conversion of loops into memset and
// memcpy calls, whose overlapping accesses would break that count. V, a policy, keeps the instantiations of one
// instruction set apart.
#pragma once

#include <cstddef>
#include <cstdint>

#include "operators/half.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

using Quad = float __attribute__((vector_size(16)));
using Pair = float __attribute__((vector_size(8)));
using Duo = double __attribute__((vector_size(16)));
using Quartet = std::uint16_t __attribute__((vector_size(8)));  // of halves

// Four floats at any float's address; two of either type likewise. Clang does not let an alias of a vector type ask for
// less alignment, and may then use instructions that fault; GCC makes a detour over the stack of anything else, on
// 32-bit Arm.
#if defined(__clang__)
CACHEBOUND_INLINE Quad quad_at(const float* from) {
  Quad value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
CACHEBOUND_INLINE Pair pair_at(const float* from) {
  Pair value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
CACHEBOUND_INLINE Duo duo_at(const double* from) {
  Duo value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
CACHEBOUND_INLINE Quartet quartet_at(const Half* from) {
  Quartet value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
CACHEBOUND_INLINE void put(Half* to, Quartet value) { __builtin_memcpy(to, &value, sizeof value); }
CACHEBOUND_INLINE void put(float* to, Quad value) { __builtin_memcpy(to, &value, sizeof value); }
CACHEBOUND_INLINE void put(float* to, Pair value) { __builtin_memcpy(to, &value, sizeof value); }
CACHEBOUND_INLINE void put(double* to, Duo value) { __builtin_memcpy(to, &value, sizeof value); }
#else
using QuadAt = float __attribute__((vector_size(16), aligned(4), may_alias));
using PairAt = float __attribute__((vector_size(8), aligned(4), may_alias));
using DuoAt = double __attribute__((vector_size(16), aligned(8), may_alias));
using QuartetAt = std::uint16_t __attribute__((vector_size(8), aligned(2), may_alias));
CACHEBOUND_INLINE Quartet quartet_at(const Half* from) { return *reinterpret_cast<const QuartetAt*>(from); }
CACHEBOUND_INLINE void put(Half* to, Quartet value) { *reinterpret_cast<QuartetAt*>(to) = value; }
CACHEBOUND_INLINE Quad quad_at(const float* from) { return *reinterpret_cast<const QuadAt*>(from); }
CACHEBOUND_INLINE Pair pair_at(const float* from) { return *reinterpret_cast<const PairAt*>(from); }
CACHEBOUND_INLINE Duo duo_at(const double* from) { return *reinterpret_cast<const DuoAt*>(from); }
CACHEBOUND_INLINE void put(float* to, Quad value) { *reinterpret_cast<QuadAt*>(to) = value; }
CACHEBOUND_INLINE void put(float* to, Pair value) { *reinterpret_cast<PairAt*>(to) = value; }
CACHEBOUND_INLINE void put(double* to, Duo value) { *reinterpret_cast<DuoAt*>(to) = value; }
#endif

template <class V>
inline Quad load_quad(const float* from) {
  return in_register<Quad>(quad_at(from));
}
template <class V>
inline void store_quad(float* to, Quad value) {
  put(to, value);
}

/// 16 bytes: four floats, two doubles.
template <class V>
CACHEBOUND_INLINE Quad load_piece(const float* from) {
  return load_quad<V>(from);
}
template <class V>
CACHEBOUND_INLINE Duo load_piece(const double* from) {
  return in_register<Duo>(duo_at(from));
}
template <typename T>
inline constexpr int piece = static_cast<int>(16 / sizeof(T));

/// Every other element of two pieces.
CACHEBOUND_INLINE Quad even_of(Quad x, Quad y) { return __builtin_shufflevector(x, y, 0, 2, 4, 6); }
CACHEBOUND_INLINE Quad odd_of(Quad x, Quad y) { return __builtin_shufflevector(x, y, 1, 3, 5, 7); }
CACHEBOUND_INLINE Duo even_of(Duo x, Duo y) { return __builtin_shufflevector(x, y, 0, 2); }
CACHEBOUND_INLINE Duo odd_of(Duo x, Duo y) { return __builtin_shufflevector(x, y, 1, 3); }

/// Row j of `to` becomes column j of the 4 x 4 elements at `from`. Addresses go from row to row: multiples of a stride
/// would each want a register.
template <class V>
CACHEBOUND_INLINE void transpose_4x4(const float* from, std::ptrdiff_t from_stride, float* to,
                                     std::ptrdiff_t to_stride) {
  const Quad r0 = load_quad<V>(from);
  from = stepped(from, from_stride);
  const Quad r1 = load_quad<V>(from);
  from = stepped(from, from_stride);
  const Quad r2 = load_quad<V>(from);
  const Quad r3 = load_quad<V>(from + from_stride);
  const Quad low01 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5);
  const Quad low23 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const Quad high01 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
  const Quad high23 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store_quad<V>(to, __builtin_shufflevector(low01, low23, 0, 1, 4, 5));
  to = stepped(to, to_stride);
  store_quad<V>(to, __builtin_shufflevector(low01, low23, 2, 3, 6, 7));
  to = stepped(to, to_stride);
  store_quad<V>(to, __builtin_shufflevector(high01, high23, 0, 1, 4, 5));
  store_quad<V>(to + to_stride, __builtin_shufflevector(high01, high23, 2, 3, 6, 7));
}

/// The same of 2 x 2 doubles.
template <class V>
CACHEBOUND_INLINE void transpose_2x2(const double* from, std::ptrdiff_t from_stride, double* to,
                                     std::ptrdiff_t to_stride) {
  const Duo r0 = load_piece<V>(from);
  const Duo r1 = load_piece<V>(from + from_stride);
  put(to, __builtin_shufflevector(r0, r1, 0, 2));
  put(to + to_stride, __builtin_shufflevector(r0, r1, 1, 3));
}

/// A piece of elements each way.
template <class V>
CACHEBOUND_INLINE void transpose_square(const float* from, std::ptrdiff_t from_stride, float* to,
                                        std::ptrdiff_t to_stride) {
  transpose_4x4<V>(from, from_stride, to, to_stride);
}
template <class V>
CACHEBOUND_INLINE void transpose_square(const double* from, std::ptrdiff_t from_stride, double* to,
                                        std::ptrdiff_t to_stride) {
  transpose_2x2<V>(from, from_stride, to, to_stride);
}

/// Of 4 x 4 halves.
template <class V>
CACHEBOUND_INLINE void transpose_4x4(const Half* from, std::ptrdiff_t from_stride, Half* to, std::ptrdiff_t to_stride) {
  const Quartet r0 = quartet_at(from);
  const Quartet r1 = quartet_at(from + from_stride);
  const Quartet r2 = quartet_at(from + 2 * from_stride);
  const Quartet r3 = quartet_at(from + 3 * from_stride);
  const Quartet low01 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5);
  const Quartet low23 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const Quartet high01 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
  const Quartet high23 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  put(to, __builtin_shufflevector(low01, low23, 0, 1, 4, 5));
  put(to + to_stride, __builtin_shufflevector(low01, low23, 2, 3, 6, 7));
  put(to + 2 * to_stride, __builtin_shufflevector(high01, high23, 0, 1, 4, 5));
  put(to + 3 * to_stride, __builtin_shufflevector(high01, high23, 2, 3, 6, 7));
}

}  // namespace cachebound::operators::simd
