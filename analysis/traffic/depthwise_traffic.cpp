// SPDX-License-Identifier: Apache-2.0
// The depthwise convolution: a padded copy of the input, then tiles of lines of one vector. In NCHW lines are rows and
// the vector lies along them; in NHWC lines are pixels and the vector lies along the channels.
#include <algorithm>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/plane_axis.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::int64_t float_bytes = 4;
constexpr std::int64_t offset_bytes = 4;

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// All indices from the first to the last that some output needs: a stride of 1 over as many.
ConvAxis in_order(const ConvAxis& axis) {
  ConvAxis plain = axis;
  plain.stride = 1;
  return plain;
}

/// Of the padded copy, one dimension in its order.
std::int64_t stored_in_order(const ConvAxis& axis) {
  return (axis.out() - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
}
std::int64_t copied_in_order(const ConvAxis& axis) {
  return std::clamp<std::int64_t>(stored_in_order(axis) - axis.pad, 0, axis.in);
}

/// Input lines that `lines` output lines need of the taps that share loads.
std::int64_t lines_loaded(std::int64_t lines, std::int64_t across, std::int64_t stride) {
  return stride >= across ? lines * across : (lines - 1) * stride + across;
}

}  // namespace

CallBytes depthwise_l1_bytes(const ConvProblem& p, const ConvBlocking& b) {
  const ConvAxis& across = p.nhwc ? p.x : p.y;  // the lines
  const ConvAxis& along = p.nhwc ? p.y : p.x;
  const std::int64_t sharing = b.pixels_per_load, stride = sharing == 1 ? 1 : across.stride;
  const std::int64_t columns = along.kernel * (sharing == 1 ? across.kernel : 1);
  // Lines are cut into the fewest tiles, as equal as can be.
  const std::int64_t lines = across.out(), tiles = ceil_div(lines, b.width), more = lines % tiles;
  const std::int64_t loaded = more * lines_loaded(lines / tiles + 1, sharing, stride) +
                              (tiles - more) * lines_loaded(lines / tiles, sharing, stride);
  // Vectors beside one another, over all lines of one image: along a row for each channel, or over the channels of each
  // row's pixels.
  const std::int64_t vectors = p.nhwc ? ceil_div(p.c, b.outputs) * p.y.out() : ceil_div(p.x.out(), b.outputs) * p.c;
  const std::int64_t vector = float_bytes * b.outputs;
  const std::int64_t weight = p.nhwc ? vector : float_bytes;
  CallBytes bytes;
  bytes.kernel.read = p.n * vectors * columns * (loaded * vector + tiles * (sharing * weight + offset_bytes));
  bytes.kernel.written = p.n * vectors * lines * vector;
  // NCHW: the last plane of all goes through a scratch, since its last vectors reach beyond it. NHWC: all does, where
  // the channels do not fill a vector.
  const std::int64_t moved = !p.nhwc ? p.pixels() : p.c < b.outputs ? p.n * p.c * p.pixels() : 0;
  bytes.kernel = bytes.kernel + float_bytes * ByteCount{moved, moved};
  const std::int64_t columns_copied = p.nhwc ? copied_in_order(p.x) : plane_axis(p.x).copied;
  const std::int64_t copied = float_bytes * p.n * p.c * copied_in_order(p.y) * columns_copied;
  bytes.packing = {copied, copied};
  return bytes;
}

CallBytes depthwise_bytes_beyond(const ConvProblem& p, const ConvBlocking&, Bytes capacity) {
  const auto fits = [&](std::int64_t elements) {
    return static_cast<double>(float_bytes * elements) <= capacity.value;
  };
  const PlaneAxis x = plane_axis(p.nhwc ? in_order(p.x) : p.x);
  const std::int64_t copy = p.c * stored_in_order(p.y) * (p.nhwc ? stored_in_order(p.x) : x.stored * x.phases);
  const std::int64_t input = p.n * p.c * p.y.needed() * p.x.needed(), output = p.n * p.o * p.pixels();
  const std::int64_t weights = p.o * p.taps();
  if (fits(input + copy + weights + output)) return {};
  // The whole image is copied before it is read, once: every input is used by its own channel alone.
  CallBytes total;
  total.packing = {input, 0};
  if (!fits(copy)) {
    total.packing = total.packing + p.n * ByteCount{copy, copy};
    total.kernel.read += p.n * copy;
  }
  total.kernel = total.kernel + ByteCount{output + weights, output};
  return {float_bytes * total.kernel, float_bytes * total.packing};
}

}  // namespace cachebound::analysis
