// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/conv_problem.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>

namespace cachebound::analysis {
namespace {

constexpr std::int64_t largest_dimension = 1 << 20;
constexpr std::int64_t largest_step = 1 << 12;
constexpr double largest_work = 281474976710656.0;  // 2^48: every count of bytes then fits 63 bits

/// Reads from left to right; after the first fault nothing more is taken.
struct Reader {
  std::string_view rest;
  bool failed = false;

  bool take(std::string_view word) {
    if (failed || !rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  std::int64_t number(std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    failed = failed || error != std::errc{} || value < least || value > most;
    if (failed) return least;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return value;
  }
  void dimension(std::string_view name, std::int64_t& value) {
    failed = failed || !take(name);
    value = number(1, largest_dimension);
  }
  void pair(std::int64_t least, std::int64_t& vertical, std::int64_t& horizontal) {
    vertical = horizontal = number(least, largest_step);
    if (take("x")) horizontal = number(least, largest_step);
  }
};

bool possible(const ConvAxis& axis) { return (axis.kernel - 1) * axis.dilation < axis.in + 2 * axis.pad; }

}  // namespace

namespace {

/// Outputs for which a tap lies inside the input.
std::int64_t inside_of_tap(const ConvAxis& a, std::int64_t tap) {
  const std::int64_t offset = tap * a.dilation - a.pad;  // of output 0
  const std::int64_t first = offset >= 0 ? 0 : (-offset + a.stride - 1) / a.stride;
  const std::int64_t end = offset >= a.in ? 0 : std::min(a.out(), (a.in - 1 - offset) / a.stride + 1);
  return std::max<std::int64_t>(0, end - first);
}

}  // namespace

std::int64_t ConvAxis::inside() const {
  std::int64_t count = 0;
  for (std::int64_t tap = 0; tap < kernel; ++tap) count += inside_of_tap(*this, tap);
  return count;
}

std::int64_t ConvAxis::met_taps() const {
  std::int64_t count = 0;
  for (std::int64_t tap = 0; tap < kernel; ++tap) count += inside_of_tap(*this, tap) > 0 ? 1 : 0;
  return count;
}

std::int64_t ConvAxis::needed() const {
  // The taps that a window of some output may begin at before an index are those of one remainder by the stride, each
  // `turn` taps after the one before.
  const std::int64_t turn = stride / std::gcd(stride, dilation);
  std::map<std::int64_t, std::int64_t> first_tap;
  for (std::int64_t tap = 0; tap < std::min(kernel, turn); ++tap) first_tap.emplace(tap * dilation % stride, tap);
  const std::int64_t last_window = (out() - 1) * stride;
  std::int64_t count = 0;
  for (std::int64_t at = pad; at < in + pad; ++at) {
    const auto tap = first_tap.find(at % stride);
    if (tap == first_tap.end()) continue;
    const std::int64_t window = at - tap->second * dilation;
    const std::int64_t back = std::max<std::int64_t>(0, window - last_window);
    const std::int64_t turns = (back + turn * dilation - 1) / (turn * dilation);
    if (window >= turns * turn * dilation && tap->second + turns * turn < kernel) ++count;
  }
  return count;
}

std::optional<ConvProblem> parse_conv_problem(std::string_view text) {
  Reader reader{text};
  ConvProblem p;
  reader.dimension("n", p.n);
  reader.dimension("c", p.c);
  reader.dimension("h", p.y.in);
  reader.dimension("w", p.x.in);
  reader.dimension("_o", p.o);
  reader.failed = reader.failed || !reader.take("k");
  reader.pair(1, p.y.kernel, p.x.kernel);
  reader.failed = reader.failed || !reader.take("s");
  reader.pair(1, p.y.stride, p.x.stride);
  reader.failed = reader.failed || !reader.take("p");
  reader.pair(0, p.y.pad, p.x.pad);
  if (reader.take("d")) reader.pair(1, p.y.dilation, p.x.dilation);
  if (reader.take("g")) p.groups = reader.number(1, largest_dimension);
  p.nhwc = reader.take("_nhwc");
  if (reader.failed || !reader.rest.empty() || !possible(p.y) || !possible(p.x)) return std::nullopt;
  if (p.c % p.groups != 0 || p.o % p.groups != 0) return std::nullopt;
  const double work = static_cast<double>(p.n) * static_cast<double>(p.o) * static_cast<double>(p.pixels()) *
                      static_cast<double>(p.group_inputs() * p.taps());
  if (work > largest_work ||
      static_cast<double>(p.n) * static_cast<double>(p.c) * static_cast<double>(p.y.in) * static_cast<double>(p.x.in) >
          largest_work)
    return std::nullopt;
  return p;
}

}  // namespace cachebound::analysis
