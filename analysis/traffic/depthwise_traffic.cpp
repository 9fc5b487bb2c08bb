// SPDX-License-Identifier: Apache-2.0
// The depthwise convolution in tiles of lines of one vector. In NCHW lines are rows of a padded copy and the vector lies
// along them. In NHWC the vector lies along the channels, and lines are pixels of the input itself: of a row where the
// window is whole or columns are many, else down the image.
#include <algorithm>
#include <vector>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/plane_axis.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::int64_t float_bytes = 4;
constexpr std::int64_t offset_bytes = 4;

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

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

/// Loads of the input, in lines, for outputs that are cut into the fewest tiles, as equal as can be.
struct Cut {
  std::int64_t tiles = 0;
  std::int64_t loaded = 0;
};
Cut cut(std::int64_t lines, std::int64_t widest, std::int64_t sharing, std::int64_t stride) {
  const std::int64_t tiles = ceil_div(lines, widest), more = lines % tiles;
  return {tiles, more * lines_loaded(lines / tiles + 1, sharing, stride) +
                     (tiles - more) * lines_loaded(lines / tiles, sharing, stride)};
}

/// Neighbouring outputs whose windows lose the same taps to the padding.
struct Outputs {
  std::int64_t count = 0, first_tap = 0, taps = 0;
};
std::vector<Outputs> by_taps(const ConvAxis& axis) {
  std::vector<Outputs> found;
  for (std::int64_t out = 0; out < axis.out(); ++out) {
    const std::int64_t before = axis.pad - out * axis.stride;               // elements of padding in front
    const std::int64_t past = out * axis.stride - axis.pad - axis.in;       // below 0: room behind the first tap
    const std::int64_t first = std::clamp<std::int64_t>(ceil_div(std::max<std::int64_t>(before, 0), axis.dilation), 0,
                                                        axis.kernel);
    const std::int64_t end = past >= 0 ? 0 : std::min(axis.kernel, (-past - 1) / axis.dilation + 1);
    const Outputs here{1, first, std::max<std::int64_t>(0, end - first)};
    if (!found.empty() && found.back().first_tap == here.first_tap && found.back().taps == here.taps) {
      ++found.back().count;
    } else {
      found.push_back(here);
    }
  }
  return found;
}

CallBytes planes_bytes(const ConvProblem& p, const ConvBlocking& b) {
  const std::int64_t sharing = b.pixels_per_load, vector = float_bytes * b.outputs;
  const std::int64_t columns = p.x.kernel * (sharing == 1 ? p.y.kernel : 1);
  const Cut rows = cut(p.y.out(), b.width, sharing, sharing == 1 ? 1 : p.y.stride);
  const std::int64_t vectors = p.n * p.c * ceil_div(p.x.out(), b.outputs);
  CallBytes bytes;
  bytes.kernel.read = vectors * columns * (rows.loaded * vector + rows.tiles * (sharing * float_bytes + offset_bytes));
  bytes.kernel.written = vectors * p.y.out() * vector;
  // The last plane of all goes through a scratch, since its last vectors reach beyond it.
  bytes.kernel = bytes.kernel + float_bytes * ByteCount{p.pixels(), p.pixels()};
  const std::int64_t copied = float_bytes * p.n * p.c * copied_in_order(p.y) * plane_axis(p.x).copied;
  bytes.packing = {copied, copied};
  return bytes;
}

CallBytes pixels_bytes(const ConvProblem& p, const ConvBlocking& b) {
  const std::int64_t vector = float_bytes * b.outputs, vectors = p.n * ceil_div(p.c, b.outputs);
  const bool narrow = p.c < b.outputs;
  CallBytes bytes;
  for (const Outputs& rows : by_taps(p.y)) {
    for (const Outputs& columns : by_taps(p.x)) {
      const std::int64_t channels = float_bytes * p.n * p.c * rows.count * columns.count;
      if (rows.taps == 0 || columns.taps == 0) {
        bytes.kernel.written += channels;  // zeros
        continue;
      }
      const bool whole = b.pixels_per_load > 1 && columns.taps == p.x.kernel;
      const std::int64_t sharing = whole ? b.pixels_per_load : 1;
      const bool down = !whole && rows.count > columns.count;
      const std::int64_t lines = down ? rows.count : columns.count, times = down ? columns.count : rows.count;
      const Cut tiles = cut(lines, b.width, sharing, whole ? p.x.stride : 1);
      const std::int64_t groups = rows.taps * (whole ? 1 : columns.taps);
      bytes.kernel.read +=
          vectors * times * groups * (tiles.loaded * vector + tiles.tiles * (sharing * vector + offset_bytes));
      bytes.kernel.written += vectors * times * lines * vector;
      if (narrow) bytes.kernel = bytes.kernel + ByteCount{channels, channels};  // by way of a scratch
    }
  }
  const std::int64_t copied = narrow ? float_bytes * p.n * p.c * p.y.in * p.x.in : 0;
  bytes.packing = {copied, copied};
  return bytes;
}

}  // namespace

CallBytes depthwise_l1_bytes(const ConvProblem& p, const ConvBlocking& b) {
  return p.nhwc ? pixels_bytes(p, b) : planes_bytes(p, b);
}

CallBytes depthwise_bytes_beyond(const ConvProblem& p, const ConvBlocking& b, Bytes capacity) {
  const auto fits = [&](std::int64_t elements) {
    return static_cast<double>(float_bytes * elements) <= capacity.value;
  };
  const std::int64_t input = p.n * p.c * p.y.needed() * p.x.needed(), output = p.n * p.o * p.pixels();
  const std::int64_t weights = p.o * p.taps();
  const bool copies = !p.nhwc || p.c < b.outputs;
  const PlaneAxis x = plane_axis(p.x);
  const std::int64_t copy = !copies  ? 0
                            : p.nhwc ? p.c * p.y.in * p.x.in
                                     : p.c * stored_in_order(p.y) * x.stored * x.phases;
  if (fits(input + copy + weights + output)) return {};
  CallBytes total;
  if (copies) {
    // The whole image is copied before it is read, once: every input is used by its own channel alone.
    total.packing = {input, 0};
    if (!fits(copy)) {
      total.packing = total.packing + p.n * ByteCount{copy, copy};
      total.kernel.read += p.n * copy;
    }
  } else {
    // Rows that outputs share come again for each row of them, unless as many as the filter has stay in between.
    const std::int64_t row = p.c * p.x.needed();
    total.kernel.read += fits((p.y.kernel + 1) * row) ? input : p.n * row * p.y.inside();
  }
  total.kernel = total.kernel + ByteCount{output + weights, output};
  return {float_bytes * total.kernel, float_bytes * total.packing};
}

}  // namespace cachebound::analysis
