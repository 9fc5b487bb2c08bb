// SPDX-License-Identifier: Apache-2.0
// The problem C = A * B: A is m x k, B is k x n, C is m x n, all row-major, of one type (with
// bf16 operands C is f32), and C is overwritten (alpha 1,
// beta 0). A transposed operand is stored as its transpose, row-major; of a batch the products lie one behind the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "microbench/measurement.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound::operators::gemm {

struct GemmShape {
  int m = 0;
  int n = 0;
  int k = 0;
  int batch = 1;             ///< independent products
  bool transpose_a = false;  ///< A is stored k x m
  bool transpose_b = false;  ///< B is stored n x k

  friend bool operator==(const GemmShape&, const GemmShape&) = default;
};

/// One dimension, and the three matrices together, must stay addressable by the offsets of every backend.
inline constexpr int largest_dimension = 1 << 20;

/// "m256n256k256", "b12m512n512k64_tb"; parse and to_string are inverse. The error says in one line what was expected.
Result<GemmShape> parse_gemm_shape(std::string_view text);
std::string to_string(const GemmShape& shape);

/// A multiply and an add for each (i, j, p) of each product: stated here and nowhere else.
constexpr Flops work(const GemmShape& shape) { return {2.0 * shape.batch * shape.m * shape.n * shape.k}; }

/// Each datum once: what any implementation must read and write. A lower bound, never passed off as traffic.
Traffic compulsory_traffic(const GemmShape& shape, Level level, std::size_t operand_bytes = sizeof(float),
                           std::size_t result_bytes = sizeof(float));

constexpr std::size_t elements(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

/// Where element (row, column) of an operand stands: row * row + column * column elements from its first.
struct Steps {
  std::ptrdiff_t row = 0;
  std::ptrdiff_t column = 0;
};
constexpr Steps steps_of_a(const GemmShape& s) { return s.transpose_a ? Steps{1, s.m} : Steps{s.k, 1}; }
constexpr Steps steps_of_b(const GemmShape& s) { return s.transpose_b ? Steps{1, s.k} : Steps{s.n, 1}; }

}  // namespace cachebound::operators::gemm
