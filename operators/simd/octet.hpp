// SPDX-License-Identifier: Apache-2.0
// Rearrangements of bf16 in pieces of eight, for packing: every element is loaded once and stored once, whatever the
// vector width. V, a policy, keeps the instantiations of one instruction set apart.
#pragma once

#include <cstddef>
#include <cstdint>

#include "operators/bf16.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

using Octet = std::uint16_t __attribute__((vector_size(16)));
using HalfOctet = std::uint16_t __attribute__((vector_size(8)));

// At any element's address; see quad.hpp.
#if defined(__clang__)
template <typename Piece>
CACHEBOUND_INLINE Piece piece_at(const Bf16* from) {
  Piece value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
CACHEBOUND_INLINE void put(Bf16* to, Octet value) { __builtin_memcpy(to, &value, sizeof value); }
#else
using OctetAt = std::uint16_t __attribute__((vector_size(16), aligned(2), may_alias));
using HalfOctetAt = std::uint16_t __attribute__((vector_size(8), aligned(2), may_alias));
template <typename Piece>
CACHEBOUND_INLINE Piece piece_at(const Bf16* from) {
  if constexpr (sizeof(Piece) == sizeof(Octet)) {
    return *reinterpret_cast<const OctetAt*>(from);
  } else {
    return *reinterpret_cast<const HalfOctetAt*>(from);
  }
}
CACHEBOUND_INLINE void put(Bf16* to, Octet value) { *reinterpret_cast<OctetAt*>(to) = value; }
#endif

template <class V>
CACHEBOUND_INLINE Octet load_octet(const Bf16* from) {
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

}  // namespace cachebound::operators::simd
