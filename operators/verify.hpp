// SPDX-License-Identifier: Apache-2.0
// Verify, then time: what differs from the reference is never measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "microbench/result.hpp"
#include "operators/output.hpp"

namespace cachebound::operators {

/// Sums of elements with random signs, which follow from the operands at the cost of one row each (Freivalds, 1979):
/// what is wrong anywhere among them shows with a probability of one half at least, and of nearly one where several
/// are. A sum is of elements first, first + stride, ...
struct SignedSums {
  std::vector<signed char> signs;  ///< 1 or -1, of the elements of each sum
  std::size_t stride = 1;
  std::vector<std::size_t> first;
  std::vector<double> value;
};

/// Of so many elements.
std::vector<signed char> random_signs(std::size_t count, std::uint64_t seed);

/// What a correct implementation may answer: for each checked element its value and how far it may be from it.
struct Expected {
  std::vector<std::size_t> index;
  std::vector<double> value;
  std::vector<double> tolerance;
  SignedSums sums{};  ///< of all elements, where not each is checked
};

struct Verification {
  double max_error = 0.0;   ///< largest |difference| over its tolerance; a NaN counts as infinite
  std::size_t checked = 0;  ///< elements compared with the reference, one by one
  std::size_t total = 0;    ///< elements of the output, all of which must be finite
  Status failure;           ///< empty: passed; else one line with the worst element
};

/// How far a sum of k products, in any order that does not depend on their values, may be from the exact one. The lesser
/// of two bounds:
///   the worst case, 2 k u * sum |a b| (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), which grows like
///   k^2 while the sum itself grows like sqrt(k): from k = 10^5 on it would let zeros pass;
///   for operands of random signs (fill.hpp), 32 u sqrt(k) * sqrt(sum (a b)^2). The partial sums then wander like a random
///   walk, i terms in by sqrt(i / k) of the last factor; each rounding is off by at most u of one of them and of random
///   sign, so that the standard deviation of the error is u sqrt(k / 6) of it (Higham and Mary, SIAM J. Sci. Comput. 42,
///   2020). 32 is 78 of those; what was seen is 0.02 of it at k = 2^20.
double sum_tolerance(double k, double unit_roundoff, double sum_of_magnitudes, double root_of_squares);

Verification compare(const Output& output, const Expected& expected);

}  // namespace cachebound::operators
