// SPDX-License-Identifier: Apache-2.0
// Rearrangements of f16 and bf16 in pieces of eight: every element is loaded once and stored once, whatever the vector
// width. V, a policy, keeps the instantiations of one instruction set apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "operators/bf16.hpp"
#include "operators/half.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

using Octet = std::uint16_t __attribute__((vector_size(16)));
using HalfOctet = std::uint16_t __attribute__((vector_size(8)));

template <typename T>
concept TwoBytes = std::is_same_v<T, Half> || std::is_same_v<T, Bf16>;

// At any element's address; see quad.hpp.
#if defined(__clang__)
template <typename Piece, TwoBytes T>
CACHEBOUND_INLINE Piece piece_at(const T* from) {
  Piece value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
template <TwoBytes T>
CACHEBOUND_INLINE void put(T* to, Octet value) {
  __builtin_memcpy(to, &value, sizeof value);
}
#else
using OctetAt = std::uint16_t __attribute__((vector_size(16), aligned(2), may_alias));
using HalfOctetAt = std::uint16_t __attribute__((vector_size(8), aligned(2), may_alias));
template <typename Piece, TwoBytes T>
CACHEBOUND_INLINE Piece piece_at(const T* from) {
  if constexpr (sizeof(Piece) == sizeof(Octet)) {
    return *reinterpret_cast<const OctetAt*>(from);
  } else {
    return *reinterpret_cast<const HalfOctetAt*>(from);
  }
}
template <TwoBytes T>
CACHEBOUND_INLINE void put(T* to, Octet value) {
  *reinterpret_cast<OctetAt*>(to) = value;
}
#endif

template <class V, TwoBytes T>
CACHEBOUND_INLINE Octet load_octet(const T* from) {
  return in_register(piece_at<Octet>(from));
}
template <class V>
CACHEBOUND_INLINE HalfOctet load_half_octet(const Bf16* from) {
#if defined(__clang__)
  return piece_at<HalfOctet>(from);  // for which Clang has no register constraint
#else
  return in_register(piece_at<HalfOctet>(from));
#endif
}

// Of two registers, in units of one, two or four elements: the lower halves interleaved, the upper halves likewise.
CACHEBOUND_INLINE Octet low_of_1(Octet x, Octet y) { return __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11); }
CACHEBOUND_INLINE Octet high_of_1(Octet x, Octet y) {
  return __builtin_shufflevector(x, y, 4, 12, 5, 13, 6, 14, 7, 15);
}
CACHEBOUND_INLINE Octet low_of_2(Octet x, Octet y) { return __builtin_shufflevector(x, y, 0, 1, 8, 9, 2, 3, 10, 11); }
CACHEBOUND_INLINE Octet high_of_2(Octet x, Octet y) {
  return __builtin_shufflevector(x, y, 4, 5, 12, 13, 6, 7, 14, 15);
}
CACHEBOUND_INLINE Octet low_of_4(Octet x, Octet y) { return __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11); }
CACHEBOUND_INLINE Octet high_of_4(Octet x, Octet y) {
  return __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15);
}
/// Of half as many.
CACHEBOUND_INLINE Octet interleaved(HalfOctet x, HalfOctet y) {
  return __builtin_shufflevector(x, y, 0, 4, 1, 5, 2, 6, 3, 7);
}

/// Four rows of eight: `to` gets the four pairs of columns, each of them [row][2].
template <class V>
CACHEBOUND_INLINE void transpose_pairs(const Bf16* from, std::ptrdiff_t stride, Bf16* to, std::ptrdiff_t to_stride) {
  const Octet r0 = load_octet<V>(from);
  const Octet r1 = load_octet<V>(from + stride);
  const Octet r2 = load_octet<V>(from + 2 * stride);
  const Octet r3 = load_octet<V>(from + 3 * stride);
  const Octet low02 = low_of_2(r0, r2);
  const Octet low13 = low_of_2(r1, r3);
  const Octet high02 = high_of_2(r0, r2);
  const Octet high13 = high_of_2(r1, r3);
  put(to, low_of_2(low02, low13));
  put(to + to_stride, high_of_2(low02, low13));
  put(to + 2 * to_stride, low_of_2(high02, high13));
  put(to + 3 * to_stride, high_of_2(high02, high13));
}

/// Two rows of eight: `to` gets the two fours of columns, each of them [row][4].
template <class V>
CACHEBOUND_INLINE void transpose_fours(const Bf16* from, std::ptrdiff_t stride, Bf16* to, std::ptrdiff_t to_stride) {
  const Octet r0 = load_octet<V>(from);
  const Octet r1 = load_octet<V>(from + stride);
  put(to, low_of_4(r0, r1));
  put(to + to_stride, high_of_4(r0, r1));
}

/// Two rows of four: `to` gets [column][2].
template <class V>
CACHEBOUND_INLINE void interleave_pairs(const Bf16* from, std::ptrdiff_t stride, Bf16* to) {
  put(to, interleaved(load_half_octet<V>(from), load_half_octet<V>(from + stride)));
}

/// Four rows of four: `to` gets [column][4].
template <class V>
CACHEBOUND_INLINE void interleave_fours(const Bf16* from, std::ptrdiff_t stride, Bf16* to) {
  const Octet r01 = interleaved(load_half_octet<V>(from), load_half_octet<V>(from + stride));
  const Octet r23 = interleaved(load_half_octet<V>(from + 2 * stride), load_half_octet<V>(from + 3 * stride));
  put(to, low_of_2(r01, r23));
  put(to + 8, high_of_2(r01, r23));
}

// What rearrange_code.hpp asks of a piece.
template <class V, TwoBytes T>
CACHEBOUND_INLINE Octet load_piece(const T* from) {
  return load_octet<V>(from);
}
CACHEBOUND_INLINE Octet even_of(Octet x, Octet y) { return __builtin_shufflevector(x, y, 0, 2, 4, 6, 8, 10, 12, 14); }
CACHEBOUND_INLINE Octet odd_of(Octet x, Octet y) { return __builtin_shufflevector(x, y, 1, 3, 5, 7, 9, 11, 13, 15); }

/// Row j of `to` becomes column j of the 8 x 8 elements at `from`.
template <class V, TwoBytes T>
CACHEBOUND_INLINE void transpose_square(const T* from, std::ptrdiff_t from_stride, T* to, std::ptrdiff_t to_stride) {
  const auto next = [&] {
    const Octet row = load_octet<V>(from);
    from = stepped(from, from_stride);
    return row;
  };
  const Octet r0 = next(), r1 = next(), r2 = next(), r3 = next();
  const Octet r4 = next(), r5 = next(), r6 = next(), r7 = next();
  // Of rows 0 to 3 and 4 to 7: columns 0 and 1, 2 and 3, 4 and 5, 6 and 7.
  const Octet a0 = low_of_1(r0, r1), a1 = high_of_1(r0, r1), a2 = low_of_1(r2, r3), a3 = high_of_1(r2, r3);
  const Octet a4 = low_of_1(r4, r5), a5 = high_of_1(r4, r5), a6 = low_of_1(r6, r7), a7 = high_of_1(r6, r7);
  const Octet b0 = low_of_2(a0, a2), b1 = high_of_2(a0, a2), b2 = low_of_2(a1, a3), b3 = high_of_2(a1, a3);
  const Octet b4 = low_of_2(a4, a6), b5 = high_of_2(a4, a6), b6 = low_of_2(a5, a7), b7 = high_of_2(a5, a7);
  const auto store = [&](Octet column) {
    put(to, column);
    to = stepped(to, to_stride);
  };
  store(low_of_4(b0, b4));
  store(high_of_4(b0, b4));
  store(low_of_4(b1, b5));
  store(high_of_4(b1, b5));
  store(low_of_4(b2, b6));
  store(high_of_4(b2, b6));
  store(low_of_4(b3, b7));
  store(high_of_4(b3, b7));
}

}  // namespace cachebound::operators::simd
