// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::int64_t float_bytes = 4;

/// Takes "<letter><positive integer>" off the front.
std::optional<std::int64_t> take(std::string_view& text, char letter) {
  if (text.empty() || text.front() != letter) return std::nullopt;
  std::int64_t value = 0;
  const char* begin = text.data() + 1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc{} || value < 1 || value > (1 << 20)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

}  // namespace

std::optional<GemmProblem> parse_gemm_problem(std::string_view text) {
  const auto m = take(text, 'm');
  const auto n = m ? take(text, 'n') : std::nullopt;
  const auto k = n ? take(text, 'k') : std::nullopt;
  if (!k || !text.empty()) return std::nullopt;
  // Every count below is less than 2^10 times the multiply-adds, and must fit 63 bits.
  if (*m * *n > (std::int64_t{1} << 48) / *k) return std::nullopt;
  return GemmProblem{*m, *n, *k};
}

ByteCount compulsory_l1_bytes(const GemmProblem& p) {
  return {float_bytes * (p.m * p.k + p.k * p.n), float_bytes * p.m * p.n};
}

ByteCount compulsory_bytes_beyond(const GemmProblem& p, Bytes capacity) {
  const ByteCount once = compulsory_l1_bytes(p);
  return static_cast<double>(once.read + once.written) <= capacity.value ? ByteCount{} : once;
}

}  // namespace cachebound::analysis
