// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

/// Takes "<letter><positive integer>" off the front; 0 if it is not there.
std::int64_t take(std::string_view& text, char letter) {
  if (text.empty() || text.front() != letter) return 0;
  std::int64_t value = 0;
  const char* begin = text.data() + 1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc{} || value < 1 || value > (1 << 20)) return 0;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

}  // namespace

std::optional<GemmProblem> parse_gemm_problem(std::string_view text) {
  GemmProblem p;
  if (text.starts_with('b')) {
    p.batch = take(text, 'b');
    if (p.batch < 2) return std::nullopt;
  }
  p.m = take(text, 'm');
  p.n = take(text, 'n');
  p.k = take(text, 'k');
  const auto suffix = [&](std::string_view word) {
    const bool there = text.starts_with(word);
    if (there) text.remove_prefix(word.size());
    return there;
  };
  p.transpose_a = suffix("_ta");
  p.transpose_b = suffix("_tb");
  if (p.m == 0 || p.n == 0 || p.k == 0 || !text.empty()) return std::nullopt;
  // Every count below is less than 2^10 times the multiply-adds, and must fit 63 bits.
  if (p.m * p.n > (std::int64_t{1} << 48) / p.k / p.batch) return std::nullopt;
  return p;
}

CallBytes batch_bytes_beyond(const GemmProblem& p, const CallBytes& one, Bytes capacity) {
  if (p.batch == 1) return one;
  const ByteCount once = compulsory_l1_bytes(p);
  if (static_cast<double>(p.batch * (once.read + once.written)) <= capacity.value) return {};
  CallBytes each = one;
  // Operands of one product that would stay between calls are gone after those of all the others.
  const ByteCount whole = one.kernel + one.packing;
  each.kernel.read += std::max<std::int64_t>(0, once.read - whole.read);
  each.kernel.written += std::max<std::int64_t>(0, once.written - whole.written);
  return p.batch * each;
}

ByteCount compulsory_l1_bytes(const GemmProblem& p) {
  return {p.operand_bytes * (p.m * p.k + p.k * p.n), p.result_bytes * p.m * p.n};
}

ByteCount compulsory_bytes_beyond(const GemmProblem& p, Bytes capacity) {
  const ByteCount once = compulsory_l1_bytes(p);
  return static_cast<double>(once.read + once.written) <= capacity.value ? ByteCount{} : once;
}

ByteCount compulsory_weight_bytes(const GemmProblem& p) { return {p.operand_bytes * p.batch * p.k * p.n, 0}; }

CallBytes team_l1_bytes(const GemmProblem& p, const GemmBlocking& blocking, int threads, PackedAhead ahead) {
  if (p.batch >= threads) return p.batch * tiled_l1_bytes(p, blocking, ahead);
  const auto tiles = [](std::int64_t whole, std::int64_t tile) { return (whole + tile - 1) / tile; };
  const std::int64_t row_tiles = tiles(p.m, blocking.mr), column_tiles = tiles(p.n, blocking.nr);
  const bool by_columns = column_tiles >= row_tiles;
  const std::int64_t whole = by_columns ? p.n : p.m, tile = by_columns ? blocking.nr : blocking.mr;
  const std::int64_t all = by_columns ? column_tiles : row_tiles;
  CallBytes total;
  for (std::int64_t part = 0; part < threads; ++part) {
    const std::int64_t from = all * part / threads * tile;
    const std::int64_t to = std::min(all * (part + 1) / threads * tile, whole);
    if (from >= to) continue;
    GemmProblem own = p;
    (by_columns ? own.n : own.m) = to - from;
    const CallBytes bytes = tiled_l1_bytes(own, blocking, ahead);
    total = {total.kernel + bytes.kernel, total.packing + bytes.packing};
  }
  return p.batch * total;
}

}  // namespace cachebound::analysis
