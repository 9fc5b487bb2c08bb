// SPDX-License-Identifier: Apache-2.0
// A row of a reference's inner products, summed in double or better, and what their tolerance follows from.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "operators/element_type.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators {

/// T: the type of the operands, whose products are exact in double (fill.hpp).
template <typename T>
class RowSums {
 public:
  explicit RowSums(std::size_t size) : sum_(size), lost_(size), magnitude_(size), squares_(size) {}

  void add(std::size_t at, double product) {
    if constexpr (std::is_same_v<T, double>) {
      // Knuth's two-sum gives what an addition loses, exactly.
      const double before = sum_[at];
      const double after = before + product;
      const double added = after - before;
      lost_[at] += (before - (after - added)) + (product - added);
      sum_[at] = after;
    } else {
      sum_[at] += product;
    }
    magnitude_[at] += std::abs(product);
    squares_[at] += product * product;
  }

  [[nodiscard]] double value(std::size_t at) const { return sum_[at] + lost_[at]; }
  /// Of a sum of `k` products, in any order that does not depend on their values. Nought where no sum of some of them
  /// can be rounded: their magnitudes add up to too little, or, signs being random, their squares. A sum of random
  /// signs exceeds t times the root of the squares with a probability of at most 2 exp(-t^2 / 2) (Hoeffding, J. Amer.
  /// Statist. Assoc. 58, 1963, theorem 2): 10^-31 with t = 12. Otherwise sum_tolerance, and k times the least normal
  /// number for units that flush denormals to zero.
  [[nodiscard]] double tolerance(std::size_t at, double k) const {
    constexpr double exact = ElementType<T>::exact_sum;
    constexpr double deviations = 12.0;
    if (exact > 0.0 && std::min(magnitude_[at], deviations * std::sqrt(squares_[at])) <= exact) return 0.0;
    return sum_tolerance(k, ElementType<T>::unit_roundoff, magnitude_[at], std::sqrt(squares_[at])) +
           k * ElementType<T>::least_normal;
  }

 private:
  std::vector<double> sum_;
  std::vector<double> lost_;  ///< by rounding; f64 only
  std::vector<double> magnitude_;
  std::vector<double> squares_;
};

}  // namespace cachebound::operators
