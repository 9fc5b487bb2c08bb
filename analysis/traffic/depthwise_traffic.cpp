// SPDX-License-Identifier: Apache-2.0
// The depthwise convolution in tiles of lines of one vector. In NCHW lines are rows of a padded copy and the vector
// lies along them. In NHWC the vector lies along the channels, and lines are pixels of the input itself: of a row where
// the window is whole or columns are many, else down the image.
#include <algorithm>
#include <vector>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/plane_axis.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::int64_t word_bytes = 4;  // of what a kernel reads to find its way

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

/// Output lines in tiles that hold at most so many.
struct Cut {
  std::int64_t tiles = 0;
  std::int64_t lines = 0;   ///< of all tiles
  std::int64_t loaded = 0;  ///< input lines, for the taps that share loads
  std::int64_t calls = 1;   ///< one for each height of tiles
};
/// The fewest tiles, as equal as can be.
Cut cut(std::int64_t lines, std::int64_t widest, std::int64_t sharing, std::int64_t stride) {
  const std::int64_t tiles = ceil_div(lines, widest), more = lines % tiles;
  return {tiles, lines,
          more * lines_loaded(lines / tiles + 1, sharing, stride) +
              (tiles - more) * lines_loaded(lines / tiles, sharing, stride),
          more > 0 ? 2 : 1};
}
/// As few, but of one height: the last may have lines too many.
Cut equal_cut(std::int64_t lines, std::int64_t widest, std::int64_t sharing, std::int64_t stride) {
  const std::int64_t tiles = ceil_div(lines, widest), each = ceil_div(lines, tiles);
  return {tiles, tiles * each, tiles * lines_loaded(each, sharing, stride), 1};
}

/// Of `planes` planes (NHWC: rows) of so many vectors across: one word for each tap's group, two for each tile; for
/// each row of tiles its vectors' number and the ways on to the next of input, output and (NHWC) weights, and to the
/// last vector where there are several; for each plane of a call its tiles' number and those ways, of weights in NCHW.
ByteCount tiles_bytes(const Cut& cut, std::int64_t planes, std::int64_t vectors, std::int64_t columns,
                      std::int64_t vector, std::int64_t weights, bool nchw) {
  const std::int64_t of_tiles = columns * (cut.loaded * vector + cut.tiles * (weights + word_bytes));
  const std::int64_t words =
      cut.tiles * (2 * vectors + (nchw ? 3 : 4) + (vectors > 1 ? 1 : 0)) + cut.calls * (nchw ? 4 : 3);
  return planes * ByteCount{vectors * of_tiles + words * word_bytes, vectors * cut.lines * vector};
}

/// Neighbouring outputs whose windows lose the same taps to the padding.
struct Outputs {
  std::int64_t count = 0, first_tap = 0, taps = 0;
};
std::vector<Outputs> by_taps(const ConvAxis& axis) {
  std::vector<Outputs> found;
  for (std::int64_t out = 0; out < axis.out(); ++out) {
    const std::int64_t before = axis.pad - out * axis.stride;          // elements of padding in front
    const std::int64_t past = out * axis.stride - axis.pad - axis.in;  // below 0: room behind the first tap
    const std::int64_t first =
        std::clamp<std::int64_t>(ceil_div(std::max<std::int64_t>(before, 0), axis.dilation), 0, axis.kernel);
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
  const std::int64_t element = p.operand_bytes, sharing = b.pixels_per_load, vector = element * b.outputs;
  const std::int64_t columns = p.x.kernel * (sharing == 1 ? p.y.kernel : 1), stride = sharing == 1 ? 1 : p.y.stride;
  const bool narrow = p.x.out() < b.outputs;
  const Cut rows = narrow ? equal_cut(p.y.out(), b.width, sharing, stride) : cut(p.y.out(), b.width, sharing, stride);
  CallBytes bytes;
  bytes.kernel = tiles_bytes(rows, p.n * p.c, ceil_div(p.x.out(), b.outputs), columns, vector, sharing * element, true);
  if (narrow) {
    // Vectors of the last plane of all, or of an image of planes smaller than what they have too many, reach beyond: a
    // scratch takes them.
    const std::int64_t beyond = (rows.lines - p.y.out()) * p.x.out() + b.outputs - p.x.out();
    const std::int64_t moved = element * p.pixels() * (beyond > p.pixels() ? p.n * p.c : 1);
    bytes.kernel = bytes.kernel + ByteCount{moved, moved};
  }
  const std::int64_t copied = element * p.n * p.c * copied_in_order(p.y) * plane_axis(p.x).copied;
  bytes.packing = {copied, copied};
  return bytes;
}

/// `count` of them, from `first` on.
std::vector<Outputs> within(const std::vector<Outputs>& all, std::int64_t first, std::int64_t count) {
  std::vector<Outputs> some;
  std::int64_t begin = 0;
  for (const Outputs& each : all) {
    const std::int64_t from = std::max(begin, first), to = std::min(begin + each.count, first + count);
    if (from < to) some.push_back({to - from, each.first_tap, each.taps});
    begin += each.count;
  }
  return some;
}

CallBytes pixels_bytes(const ConvProblem& p, const ConvBlocking& b, const std::vector<Outputs>& all_rows) {
  const std::int64_t element = p.operand_bytes, vector = element * b.outputs, vectors = ceil_div(p.c, b.outputs);
  const bool narrow = p.c < b.outputs;
  CallBytes bytes;
  for (const Outputs& rows : all_rows) {
    for (const Outputs& columns : by_taps(p.x)) {
      if (rows.taps == 0 || columns.taps == 0) {
        bytes.kernel.written +=
            element * p.n * std::max<std::int64_t>(p.c, b.outputs) * rows.count * columns.count;  // zeros
        continue;
      }
      const bool whole = b.pixels_per_load > 1 && columns.taps == p.x.kernel;
      const std::int64_t sharing = whole ? b.pixels_per_load : 1;
      const bool down = !whole && rows.count > columns.count;
      const std::int64_t lines = down ? rows.count : columns.count, times = down ? columns.count : rows.count;
      bytes.kernel =
          bytes.kernel + tiles_bytes(cut(lines, b.width, sharing, whole ? p.x.stride : 1), p.n * times, vectors,
                                     rows.taps * (whole ? 1 : columns.taps), vector, sharing * vector, false);
    }
  }
  if (!narrow) return bytes;
  const std::int64_t result = element * p.n * p.c * p.pixels(), copied = element * p.n * p.c * p.y.in * p.x.in;
  bytes.kernel = bytes.kernel + ByteCount{result, result};  // by way of a scratch
  bytes.packing = {copied, copied};
  return bytes;
}

}  // namespace

CallBytes depthwise_l1_bytes(const ConvProblem& p, const ConvBlocking& b, int threads) {
  const bool by_images = p.n >= threads || (p.nhwc && p.c < b.outputs);
  // Parts of the images, of the channels of each, or of the rows of all.
  const std::int64_t whole = by_images ? p.n : p.nhwc ? p.y.out() : p.c;
  const std::int64_t parts = std::min<std::int64_t>(threads, whole);
  CallBytes bytes;
  for (std::int64_t part = 0; part < parts; ++part) {
    const std::int64_t first = whole * part / parts, own = whole * (part + 1) / parts - first;
    ConvProblem some = p;
    CallBytes more;
    if (by_images) {
      some.n = own;
      more = p.nhwc ? pixels_bytes(some, b, by_taps(p.y)) : planes_bytes(some, b);
    } else if (p.nhwc) {
      more = pixels_bytes(p, b, within(by_taps(p.y), first, own));
    } else {
      some.n = 1;
      some.c = some.o = some.groups = own;
      more = p.n * planes_bytes(some, b);
    }
    bytes = {bytes.kernel + more.kernel, bytes.packing + more.packing};
  }
  return bytes;
}

CallBytes depthwise_bytes_beyond(const ConvProblem& p, const ConvBlocking& b, Bytes capacity) {
  const auto fits = [&](std::int64_t elements) {
    return static_cast<double>(p.operand_bytes * elements) <= capacity.value;
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
  return {p.operand_bytes * total.kernel, p.operand_bytes * total.packing};
}

}  // namespace cachebound::analysis
