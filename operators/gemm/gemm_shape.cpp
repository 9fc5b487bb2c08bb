// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/gemm_shape.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

namespace cachebound::operators::gemm {
namespace {

Error malformed(std::string_view text, std::string_view what) {
  return {Reason::malformed,
          fmt::format("GEMM shape '{}': {}; expected [b<batch>]m<rows>n<columns>k<depth>[_ta][_tb], e.g. m256n256k256", text,
                      what)};
}

/// Removes `letter` and the number behind it from the front of `rest`; 0 if they are not there in canonical spelling.
int take(std::string_view& rest, char letter) {
  if (rest.size() < 2 || rest[0] != letter || rest[1] == '0') return 0;
  int value = 0;
  const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), value);
  if (error == std::errc::result_out_of_range) value = std::numeric_limits<int>::max();
  if (value <= 0) return 0;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return value;
}

}  // namespace

Result<GemmShape> parse_gemm_shape(std::string_view text) {
  std::string_view rest = text;
  GemmShape shape;
  if (rest.starts_with('b')) {
    shape.batch = take(rest, 'b');
    // One product is written without it.
    if (shape.batch < 2) return malformed(text, "no number above 1 after 'b'");
    if (shape.batch > largest_dimension) return malformed(text, fmt::format("b is larger than {}", largest_dimension));
  }
  for (auto [letter, field] : {std::pair{'m', &shape.m}, {'n', &shape.n}, {'k', &shape.k}}) {
    *field = take(rest, letter);
    if (*field == 0) return malformed(text, fmt::format("no positive number after '{}' where it was expected", letter));
    if (*field > largest_dimension) {
      return malformed(text, fmt::format("{} is larger than {}", letter, largest_dimension));
    }
  }
  for (auto [suffix, flag] : {std::pair{std::string_view("_ta"), &shape.transpose_a}, {"_tb", &shape.transpose_b}}) {
    *flag = rest.starts_with(suffix);
    if (*flag) rest.remove_prefix(suffix.size());
  }
  if (!rest.empty()) return malformed(text, fmt::format("'{}' is left over", rest));
  const double m = shape.m;
  const double n = shape.n;
  const double k = shape.k;
  const double bytes = static_cast<double>(sizeof(double)) * shape.batch * (m * k + k * n + m * n);
  if (bytes > static_cast<double>(std::numeric_limits<std::size_t>::max()) / 4.0)
    return malformed(text, "its matrices are not addressable here");
  return shape;
}

std::string to_string(const GemmShape& shape) {
  return fmt::format("{}m{}n{}k{}{}{}", shape.batch > 1 ? fmt::format("b{}", shape.batch) : "", shape.m, shape.n, shape.k,
                     shape.transpose_a ? "_ta" : "", shape.transpose_b ? "_tb" : "");
}

Traffic compulsory_traffic(const GemmShape& shape, Level level, std::size_t operand_bytes, std::size_t result_bytes) {
  const double operand = static_cast<double>(operand_bytes) * shape.batch;
  const double result = static_cast<double>(result_bytes) * shape.batch;
  const double m = shape.m;
  const double n = shape.n;
  const double k = shape.k;
  return {.level = level,
          .read = {operand * (m * k + k * n)},
          .written = {result * m * n},
          .source = TrafficSource::compulsory};
}

}  // namespace cachebound::operators::gemm
