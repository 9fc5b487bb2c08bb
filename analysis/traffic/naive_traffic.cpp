// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

// The line of every core in configs/cores; a larger one would only make the strided walk over B dearer.
constexpr std::int64_t line_bytes = 64;

/// The largest that divides it.
constexpr std::int64_t power_of_two_in(std::int64_t number) { return number & -number; }

}  // namespace

ByteCount naive_l1_bytes(const GemmProblem& p) {
  const std::int64_t multiply_adds = p.m * p.n * p.k;
  return {2 * p.operand_bytes * multiply_adds, p.result_bytes * p.m * p.n};
}

ByteCount naive_bytes_beyond(const GemmProblem& p, Bytes capacity) {
  const auto fits = [&](std::int64_t bytes) { return static_cast<double>(bytes) <= capacity.value; };
  const std::int64_t a = p.operand_bytes * p.m * p.k, b = p.operand_bytes * p.k * p.n, c = p.result_bytes * p.m * p.n;
  if (fits(a + b + c)) return {};
  const std::int64_t a_row = p.operand_bytes * p.k;
  // One column of B touches k lines (fewer when a line holds more than one row). Kept until the next column, they serve
  // 16 columns; lost, each multiply-add fetches a line. B as a whole is kept from one row of A to the next only if it
  // fits.
  const std::int64_t row_of_b = p.n * p.operand_bytes;
  const std::int64_t column_lines = row_of_b >= line_bytes ? p.k * line_bytes : b;
  // Rows a multiple of a large power of two apart meet in few of a cache's sets: of 512 bytes in each eighth.
  const double sets_met = std::min(1.0, static_cast<double>(line_bytes) / static_cast<double>(power_of_two_in(row_of_b)));
  const auto column_stays = [&](std::int64_t beside) {
    return static_cast<double>(column_lines) <= sets_met * capacity.value && fits(column_lines + beside);
  };
  ByteCount total{a, 0};
  if (fits(b + 2 * a_row))
    total.read += b;
  else if (column_stays(a_row))
    total.read += p.m * b;
  else
    total.read += p.m * p.n * column_lines;
  // The row of A is read again for every column: it stays inside unless it alone, with the column, is too large.
  if (!column_stays(a_row) && !fits(2 * a_row)) total.read += (p.n - 1) * a;
  total.read += c;  // write-allocate
  total.written += c;
  return total;
}

}  // namespace cachebound::analysis
