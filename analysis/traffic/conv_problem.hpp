// SPDX-License-Identifier: Apache-2.0
// The shape of a 2-d convolution as analysis reads it from an id, and what follows from the shape alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cachebound::analysis {

/// One dimension of the image.
struct ConvAxis {
  std::int64_t in = 1, kernel = 1, stride = 1, pad = 0, dilation = 1;

  [[nodiscard]] std::int64_t out() const { return (in + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1; }
  /// Pairs of an output and a tap for which the tap lies inside the input.
  [[nodiscard]] std::int64_t inside() const;
  /// Taps that meet the input for some output; the others only ever meet padding.
  [[nodiscard]] std::int64_t met_taps() const;
  /// Inputs that some output needs.
  [[nodiscard]] std::int64_t needed() const;

  friend bool operator==(const ConvAxis&, const ConvAxis&) = default;
};

struct ConvProblem {
  std::int64_t n = 1, c = 1, o = 1, groups = 1;
  ConvAxis y, x;
  bool nhwc = false;
  std::int64_t operand_bytes = 4, result_bytes = 4;  ///< of an element of input and weights, and of the output
  std::int64_t depth_multiple = 1;                   ///< as of GemmProblem, where a product does the work

  [[nodiscard]] std::int64_t taps() const { return y.kernel * x.kernel; }
  [[nodiscard]] std::int64_t pixels() const { return y.out() * x.out(); }
  [[nodiscard]] std::int64_t group_inputs() const { return c / groups; }
  [[nodiscard]] std::int64_t group_outputs() const { return o / groups; }

  friend bool operator==(const ConvProblem&, const ConvProblem&) = default;
};

/// "n1c64h56w56_o64k3s1p1", and what docs/naming.md adds to it; nothing else, and at most 2^48 multiply-adds.
std::optional<ConvProblem> parse_conv_problem(std::string_view text);

}  // namespace cachebound::analysis
