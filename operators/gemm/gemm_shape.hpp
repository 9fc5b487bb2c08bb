// SPDX-License-Identifier: Apache-2.0
// The problem C = A * B: A is m x k, B is k x n, C is m x n, all row-major, of one type, and C is overwritten (alpha 1,
// beta 0).
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

  friend bool operator==(const GemmShape&, const GemmShape&) = default;
};

/// One dimension, and the three matrices together, must stay addressable by the offsets of every backend.
inline constexpr int largest_dimension = 1 << 20;

/// "m256n256k256"; parse and to_string are inverse. The error says in one line what was expected.
Result<GemmShape> parse_gemm_shape(std::string_view text);
std::string to_string(const GemmShape& shape);

/// A multiply and an add for each (i, j, p): stated here and nowhere else.
constexpr Flops work(const GemmShape& shape) { return {2.0 * shape.m * shape.n * shape.k}; }

/// Each datum once: what any implementation must read and write. A lower bound, never passed off as traffic.
Traffic compulsory_traffic(const GemmShape& shape, Level level, std::size_t element_bytes = sizeof(float));

constexpr std::size_t elements(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

}  // namespace cachebound::operators::gemm
