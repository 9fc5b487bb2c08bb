// SPDX-License-Identifier: Apache-2.0
// Operands from a seed: every backend and the reference see the same numbers, on every architecture.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

#include "microbench/result.hpp"
#include "operators/bf16.hpp"
#include "operators/half.hpp"

namespace cachebound::operators {

/// Uniform in [-1, 1), never zero, never denormal. In f64 of 26 bits: more than an f32 holds, so that no narrower
/// arithmetic passes for f64, and few enough that a product of two, of 52 bits, is exact.
void fill_uniform(std::span<float> values, std::uint64_t seed);
void fill_uniform(std::span<double> values, std::uint64_t seed);
/// 1 or -1: of f16 nothing finer can be told right from wrong. Sums of up to longest_half_sum products are then exact,
/// where those of random fractions may be off by more than they are (k = 300: 2^-11 * k * sum |a b|).
void fill_uniform(std::span<Half> values, std::uint64_t seed);
/// (2^11 / 12)^2: RowSums::tolerance. What is longer is rounded, by up to as much as it is: no right result could be
/// told from zeros, and what cannot be verified is not timed.
inline constexpr std::int64_t longest_half_sum = 29127;
/// Why sums of `k` products of T cannot be verified.
template <typename T>
Status cannot_be_verified(std::int64_t k) {
  if (!std::is_same_v<T, Half> || k <= longest_half_sum) return std::nullopt;
  return Error{Reason::not_applicable,
               "sums of f16 of more than 29127 products are rounded so much that no result could be verified"};
}
/// Odd multiples of 2^-7 in (-1, 1): 7 of the 8 bits that bf16 has. Products are multiples of 2^-14, so that sums in
/// f32 are exact, in any order, while the magnitudes of the products add up to no more than 2^10, always up to k =
/// 1024; and, signs being random, up to about k = 65536 (RowSums::tolerance). What instructions do beyond IEEE 754 then
/// changes nothing: BFDOT and BFMMLA round to odd and flush denormals (Arm ARM DDI 0487, C7.2, BFDOT and BFMMLA; with
/// FEAT_EBF16 and FPCR.EBF set, which Linux leaves clear, they sum the two products unrounded), VDPBF16PS rounds to the
/// nearest and flushes denormals, whatever MXCSR says (Intel SDM 2, VDPBF16PS).
void fill_uniform(std::span<Bf16> values, std::uint64_t seed);

}  // namespace cachebound::operators
