// SPDX-License-Identifier: Apache-2.0
// A row of a reference's inner products, summed in double or better, and what their tolerance follows from.
#pragma once

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

  [[nodiscard]] double magnitude(std::size_t at) const { return magnitude_[at]; }
  [[nodiscard]] double value(std::size_t at) const { return sum_[at] + lost_[at]; }
  /// Of a sum of `k` products; sum_tolerance, and k times the least normal number for units that flush denormals to zero.
  [[nodiscard]] double tolerance(std::size_t at, double k) const {
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
