// SPDX-License-Identifier: Apache-2.0
// The text of a convolution's shape.
#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>

#include "operators/conv2d/conv_shape.hpp"

namespace cachebound::operators::conv2d {
namespace {

Error malformed(std::string_view text, std::string_view what) {
  return {Reason::malformed,
          fmt::format("convolution '{}': {}; expected {}, e.g. n1c64h56w56_o64k3s1p1", text, what, conv_grammar)};
}

/// Reads the descriptor from left to right; the first fault stays.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool take(std::string_view word) {
    if (fault_ || !rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void expect(std::string_view word) {
    if (!take(word)) fail(fmt::format("no '{}' where it was expected", word));
  }
  int number(std::string_view name, int least, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error == std::errc::invalid_argument || rest_.starts_with('-')) {
      fail(fmt::format("no number after '{}' where it was expected", name));
      return least;
    }
    if (error != std::errc{} || value > most) {
      fail(fmt::format("{} is larger than {}", name, most));
    } else if (value < least) {
      fail(fmt::format("{} is less than {}", name, least));
    }
    if (fault_) return least;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  int dimension(std::string_view name) {
    expect(name);
    return number(name, 1, largest_dimension);
  }
  Pair pair(std::string_view name, int least) {
    Pair both;
    both.h = both.w = number(name, least, largest_step);
    if (take("x")) both.w = number(name, least, largest_step);
    return both;
  }
  void fail(std::string what) {
    if (!fault_) fault_ = std::move(what);
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

 private:
  std::string_view rest_;
  std::optional<std::string> fault_;
};

std::string to_string(Pair pair) {
  return pair.h == pair.w ? fmt::format("{}", pair.h) : fmt::format("{}x{}", pair.h, pair.w);
}

/// What no convolution can be, in words; empty if nothing is wrong.
std::string impossible(const ConvShape& s) {
  if (s.c % s.groups != 0) return fmt::format("{} groups do not divide {} channels", s.groups, s.c);
  if (s.o % s.groups != 0) return fmt::format("{} groups do not divide {} outputs", s.groups, s.o);
  for (const auto& [name, in, kernel, pad, dilation] :
       {std::tuple{"height", s.in.h, s.kernel.h, s.pad.h, s.dilation.h},
        std::tuple{"width", s.in.w, s.kernel.w, s.pad.w, s.dilation.w}}) {
    const int reach = (kernel - 1) * dilation + 1;
    if (reach > in + 2 * pad) {
      return fmt::format("a kernel that reaches over {} is larger than the padded {} of {}", reach, name, in + 2 * pad);
    }
  }
  const Pair out = output_size(s);
  double elements = 1.0 * s.n * s.c * s.in.h * s.in.w;
  elements += 1.0 * s.o * static_cast<double>(depth(s));
  elements += 1.0 * s.n * s.o * out.h * out.w;
  if (elements > static_cast<double>(std::numeric_limits<std::size_t>::max()) / 64)
    return "its tensors are not addressable here";
  return {};
}

}  // namespace

Result<ConvShape> parse_conv_shape(std::string_view text) {
  Reader reader(text);
  ConvShape shape;
  shape.n = reader.dimension("n");
  shape.c = reader.dimension("c");
  shape.in.h = reader.dimension("h");
  shape.in.w = reader.dimension("w");
  shape.o = reader.dimension("_o");
  reader.expect("k");
  shape.kernel = reader.pair("k", 1);
  reader.expect("s");
  shape.stride = reader.pair("s", 1);
  reader.expect("p");
  shape.pad = reader.pair("p", 0);
  if (reader.take("d")) shape.dilation = reader.pair("d", 1);
  if (reader.take("g")) shape.groups = reader.number("g", 1, largest_dimension);
  if (reader.take("_nhwc")) shape.layout = Layout::nhwc;
  if (!reader.rest().empty()) reader.fail(fmt::format("'{}' is left over", reader.rest()));
  if (reader.fault()) return malformed(text, *reader.fault());
  if (const std::string what = impossible(shape); !what.empty()) return malformed(text, what);
  // Zeros in front of a number, k3x3, d1 or g1: one shape has one name.
  const std::string spelled = to_string(shape);
  if (spelled != text) return malformed(text, fmt::format("is spelled {}", spelled));
  return shape;
}

std::string to_string(const ConvShape& s) {
  std::string text = fmt::format("n{}c{}h{}w{}_o{}k{}s{}p{}", s.n, s.c, s.in.h, s.in.w, s.o, to_string(s.kernel),
                                 to_string(s.stride), to_string(s.pad));
  if (s.dilation != Pair{1, 1}) text += "d" + to_string(s.dilation);
  if (s.groups != 1) text += fmt::format("g{}", s.groups);
  if (s.layout == Layout::nhwc) text += "_nhwc";
  return text;
}

}  // namespace cachebound::operators::conv2d
