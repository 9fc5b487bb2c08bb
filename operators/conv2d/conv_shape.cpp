// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace cachebound::operators::conv2d {
namespace {

int output_length(int in, int kernel, int stride, int pad, int dilation) {
  const int reach = (kernel - 1) * dilation + 1;
  return (in + 2 * pad - reach) / stride + 1;
}

/// Of the indices of one dimension of the input, how many some output needs: those for which some tap has a window that
/// begins `tap * dilation` before them, at a multiple of the stride. Which taps do repeats with the stride, so that
/// each index costs one step and not one per tap.
std::int64_t needed(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride, std::int64_t pad,
                    std::int64_t dilation) {
  const std::int64_t period = stride / std::gcd(stride, dilation);
  std::unordered_map<std::int64_t, std::int64_t> first_tap;  // of a remainder
  for (std::int64_t tap = 0; tap < std::min(kernel, period); ++tap) first_tap.emplace(tap * dilation % stride, tap);
  std::int64_t count = 0;
  for (std::int64_t at = 0; at < in; ++at) {
    const auto found = first_tap.find((at + pad) % stride);
    if (found == first_tap.end()) continue;
    const std::int64_t start = at + pad - found->second * dilation;
    const std::int64_t beyond = start - (out * stride - 1);  // a later tap's window begins earlier
    const std::int64_t turns = beyond > 0 ? (beyond + period * dilation - 1) / (period * dilation) : 0;
    if (start >= turns * period * dilation && found->second + turns * period < kernel) ++count;
  }
  return count;
}

/// Taps that meet the input for some output; the others only ever meet padding.
std::int64_t met_taps(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride, std::int64_t pad,
                      std::int64_t dilation) {
  std::int64_t count = 0;
  for (std::int64_t tap = 0; tap < kernel; ++tap) {
    const std::int64_t offset = tap * dilation - pad;  // of output 0
    const std::int64_t first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
    if (first < out && first * stride + offset < in) ++count;
  }
  return count;
}

std::size_t product(std::initializer_list<std::int64_t> factors) {
  std::size_t result = 1;
  for (const std::int64_t factor : factors) result *= static_cast<std::size_t>(factor);
  return result;
}

Strides strides(Layout layout, std::ptrdiff_t c, std::ptrdiff_t h, std::ptrdiff_t w) {
  if (layout == Layout::nhwc) return {.n = h * w * c, .c = 1, .h = w * c, .w = c};
  return {.n = c * h * w, .c = h * w, .h = w, .w = 1};
}

}  // namespace

Pair output_size(const ConvShape& s) {
  return {output_length(s.in.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h),
          output_length(s.in.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w)};
}

std::int64_t depth(const ConvShape& s) { return std::int64_t{s.c / s.groups} * s.kernel.h * s.kernel.w; }

Flops work(const ConvShape& s) {
  const Pair out = output_size(s);
  return {2.0 * s.n * s.o * out.h * out.w * static_cast<double>(depth(s))};
}

Traffic compulsory_traffic(const ConvShape& s, Level level, std::size_t operand_bytes, std::size_t result_bytes) {
  const Pair out = output_size(s);
  const auto rows = needed(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h);
  const auto columns = needed(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w);
  const auto weights = std::int64_t{s.o} * (s.c / s.groups) *
                       met_taps(s.in.h, out.h, s.kernel.h, s.stride.h, s.pad.h, s.dilation.h) *
                       met_taps(s.in.w, out.w, s.kernel.w, s.stride.w, s.pad.w, s.dilation.w);
  const double input = static_cast<double>(rows) * static_cast<double>(columns) * s.n * s.c;
  return {.level = level,
          .read = {static_cast<double>(operand_bytes) * (input + static_cast<double>(weights))},
          .written = {static_cast<double>(result_bytes) * static_cast<double>(output_elements(s))},
          .source = TrafficSource::compulsory};
}

std::size_t input_elements(const ConvShape& s) { return product({s.n, s.c, s.in.h, s.in.w}); }
std::size_t weight_elements(const ConvShape& s) { return product({s.o, depth(s)}); }
std::size_t output_elements(const ConvShape& s) {
  const Pair out = output_size(s);
  return product({s.n, s.o, out.h, out.w});
}

Strides input_strides(const ConvShape& s) { return strides(s.layout, s.c, s.in.h, s.in.w); }
Strides output_strides(const ConvShape& s) {
  const Pair out = output_size(s);
  return strides(s.layout, s.o, out.h, out.w);
}

}  // namespace cachebound::operators::conv2d
