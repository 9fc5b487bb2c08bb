// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/im2col.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "operators/conv2d/conv_team.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/product.hpp"
#include "operators/gemm/team_split.hpp"
#include "operators/own_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

using gemm::Range;

/// Those of `some` outputs of one dimension for which a tap lies inside the input.
Range inside(Range some, int in, int stride, int offset) {
  const int first = std::max(some.start, offset >= 0 ? 0 : (-offset + stride - 1) / stride);
  const int end = offset >= in ? 0 : std::min(some.start + some.size, (in - 1 - offset) / stride + 1);
  return {first, std::max(0, end - first)};
}

struct Rectangle {
  Range rows;
  Range columns;
};

/// Consecutive pixels of an image, row after row: the end of a row, whole rows, the beginning of one.
std::vector<Rectangle> rectangles(Range pixels, int width) {
  std::vector<Rectangle> parts;
  while (pixels.size > 0) {
    const int row = pixels.start / width, column = pixels.start % width;
    const bool whole = column == 0 && pixels.size >= width;
    const Range rows{row, whole ? pixels.size / width : 1};
    const Range columns{column, whole ? width : std::min(width - column, pixels.size)};
    parts.push_back({rows, columns});
    pixels = {pixels.start + rows.size * columns.size, pixels.size - rows.size * columns.size};
  }
  return parts;
}

template <typename T>
using CopyPlanes = void (*)(const simd::PlaneBlockOf<T>&);

/// Lays one image and group out as a matrix; what is padding was zero before and stays so.
template <typename T>
class Columns {
 public:
  Columns(const ConvShape& shape, CopyPlanes<T> copy)
      : s_(shape), out_(output_size(shape)), in_(input_strides(shape)), copy_(copy) {}

  /// One copy for each tap.
  void write(const Rectangle& part, const T* input, T* matrix) const {
    const std::ptrdiff_t pixels = std::ptrdiff_t{out_.h} * out_.w;
    const std::ptrdiff_t depth_of_row = depth_stride(s_);
    const bool nchw = s_.layout == Layout::nchw;
    const int channels = s_.c / s_.groups;
    for (int i = 0; i < s_.kernel.h; ++i) {
      const int row = i * s_.dilation.h - s_.pad.h;
      const Range rows = inside(part.rows, s_.in.h, s_.stride.h, row);
      for (int j = 0; j < s_.kernel.w; ++j) {
        const int column = j * s_.dilation.w - s_.pad.w;
        const Range columns = inside(part.columns, s_.in.w, s_.stride.w, column);
        if (rows.size == 0 || columns.size == 0) continue;
        const std::ptrdiff_t tap = i * s_.kernel.w + j;
        const std::ptrdiff_t pixel = rows.start * std::ptrdiff_t{out_.w} + columns.start;
        const T* from =
            input + (rows.start * s_.stride.h + row) * in_.h + (columns.start * s_.stride.w + column) * in_.w;
        if (nchw) {
          copy_({.planes = channels,
                 .rows = rows.size,
                 .count = columns.size,
                 .from = from,
                 .from_plane = in_.c,
                 .from_row = s_.stride.h * in_.h,
                 .step = s_.stride.w,
                 .to = matrix + tap * pixels + pixel,
                 .to_plane = s_.kernel.h * s_.kernel.w * pixels,
                 .to_row = out_.w});
        } else {
          copy_({.planes = rows.size,
                 .rows = columns.size,
                 .count = channels,
                 .from = from,
                 .from_plane = s_.stride.h * in_.h,
                 .from_row = s_.stride.w * in_.w,
                 .to = matrix + pixel * depth_of_row + tap * channels,
                 .to_plane = out_.w * depth_of_row,
                 .to_row = depth_of_row});
        }
      }
    }
  }

 private:
  const ConvShape& s_;
  Pair out_;
  Strides in_;
  CopyPlanes<T> copy_;
};

/// [K][O] of one group from [O][C/G][KH][KW], its depth in the order of the rows: tap, then channel.
template <typename T>
std::vector<T> weights_by_depth(const ConvShape& s, const T* weights) {
  const int outputs = s.o / s.groups;
  const int channels = s.c / s.groups;
  const int taps = s.kernel.h * s.kernel.w;
  std::vector<T> turned;
  turned.reserve(static_cast<std::size_t>(outputs * depth(s)));
  for (int tap = 0; tap < taps; ++tap) {
    for (int c = 0; c < channels; ++c) {
      for (int o = 0; o < outputs; ++o) turned.push_back(weights[o * depth(s) + c * taps + tap]);
    }
  }
  return turned;
}

/// What one thread does, and the buffers that it does it in.
template <typename T>
struct Im2colPart {
  gemm::Share share;              ///< of the products of all images and groups
  std::vector<Rectangle> pixels;  ///< that it lays out
  gemm::ProductOf<T> product;
  T* matrix = nullptr;
  T* weights = nullptr;              ///< packed, of the first group
  std::ptrdiff_t group_weights = 0;  ///< from group to group
};

/// One of each for all parts, or one for each part, but the packing buffers, which each has.
template <typename T>
struct Im2colBuffers {
  std::vector<Buffer<T>> matrices;
  std::vector<Buffer<T>> weights;
  std::vector<gemm::PackingBuffersOf<T>> packing;
};

template <typename T>
class Im2colConv final : public Prepared {
 public:
  Im2colConv(const Im2colProblem& problem, CopyPlanes<T> copy, ConvOperandsOf<T> operands,
             std::vector<Im2colPart<T>> parts, Im2colBuffers<T> buffers, const std::vector<int>& cpus)
      : problem_(problem),
        copy_(copy),
        operands_(std::move(operands)),
        parts_(std::move(parts)),
        buffers_(std::move(buffers)),
        team_(cpus, parts_.size()) {}

  Status enter() override { return team_.enter(); }
  void leave() override { team_.leave(); }
  void run() override { walk(true); }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override { walk(false); }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return parts_.front().product.kernel.isa; }
  [[nodiscard]] std::string implementation() const override {
    const GemmBlocking& b = parts_.front().product.blocking;
    return fmt::format("own kernel, im2col and {} tile {}x{}, blocks mc {} nc {} kc {}", to_string(isa()), b.mr, b.nr,
                       b.mc, b.nc, b.kc);
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return parts_.front().product.blocking; }

 private:
  void walk(bool with_multiply) {
    // Threads wait for one another only where each multiplies what all have laid out.
    if (problem_.input_is_matrix || parts_.size() == 1 || !divides_outputs(parts_.front().share, problem_)) {
      team_.each([&](std::size_t at) {
        const Im2colPart<T>& part = parts_[at];
        const Range products = part.share.products;
        for (int i = products.start; i < products.start + products.size; ++i) {
          lay_out(part, i);
          multiply(part, i, with_multiply);
        }
      });
      return;
    }
    for (int i = 0; i < operands_.shape.n * operands_.shape.groups; ++i) {
      team_.each([&](std::size_t at) { lay_out(parts_[at], i); });
      team_.each([&](std::size_t at) { multiply(parts_[at], i, with_multiply); });
    }
  }

  [[nodiscard]] const T* input_of(int index) const {
    const ConvShape& s = operands_.shape;
    const Strides in = input_strides(s);
    return operands_.input.data() + index / s.groups * in.n + index % s.groups * (s.c / s.groups) * in.c;
  }

  void lay_out(const Im2colPart<T>& part, int index) const {
    const Columns<T> columns(operands_.shape, copy_);
    for (const Rectangle& pixels : part.pixels) columns.write(pixels, input_of(index), part.matrix);
  }

  void multiply(const Im2colPart<T>& part, int index, bool with_multiply) {
    const ConvShape& s = operands_.shape;
    const Strides out = output_strides(s);
    const int g = index % s.groups;
    gemm::ProductOf<T> product = part.product;
    gemm::MatrixOf<T>& matrix = problem_.weights_are_a ? product.b : product.a;
    matrix.data = problem_.input_is_matrix ? input_of(index) : part.matrix;
    matrix.data += problem_.weights_are_a ? part.share.columns.start : part.share.rows.start * matrix.stride;
    (problem_.weights_are_a ? product.packed_a : product.packed_b) = part.weights + g * part.group_weights;
    product.c = operands_.output.data() + index / s.groups * out.n + g * (s.o / s.groups) * out.c +
                part.share.rows.start * product.c_stride + part.share.columns.start;
    product.run(with_multiply);
  }

  Im2colProblem problem_;
  CopyPlanes<T> copy_;
  ConvOperandsOf<T> operands_;
  std::vector<Im2colPart<T>> parts_;
  Im2colBuffers<T> buffers_;
  OwnTeam team_;
};

/// Of the outputs that `product` has, which are those of each group from `first` on.
template <typename T>
void pack_weights(gemm::ProductOf<T> product, const Im2colProblem& problem, const ConvOperandsOf<T>& operands,
                  int first, std::span<T> packed) {
  const ConvShape& s = operands.shape;
  const std::ptrdiff_t of_group = s.o / s.groups * depth_stride(s);
  for (int g = 0; g < s.groups; ++g) {
    const T* weights = operands.weights.data() + g * of_group;
    T* to = packed.data() + static_cast<std::ptrdiff_t>(packed.size()) / s.groups * g;
    if (problem.weights_are_a) {
      product.a = {weights + first * depth_stride(s), depth_stride(s)};
      product.packed_a = to;
      product.pack_ahead();
    } else {
      const std::vector<T> turned = weights_by_depth(s, weights);
      product.b = {turned.data() + first, s.o / s.groups};
      product.packed_b = to;
      product.pack_ahead();
    }
  }
}

/// Those of `part`, or nothing where the first part's serve it too.
template <typename T>
Status add_buffers(Im2colBuffers<T>& buffers, Im2colPart<T>& part, const Im2colProblem& problem,
                   const ConvOperandsOf<T>& operands) {
  const ConvShape& s = operands.shape;
  const gemm::GemmShape& own = part.product.shape;
  const GemmBlocking& blocking = part.product.blocking;
  const bool first = buffers.packing.empty();
  if (first || divides_products(part.share, s)) {
    const std::int64_t elements =
        problem.input_is_matrix ? 0 : std::int64_t{problem.weights_are_a ? problem.shape.n : problem.shape.m} * own.k;
    if (Status refused = fits_memory(sizeof(T) * static_cast<double>(elements))) return refused;
    auto matrix = Buffer<T>::allocate(static_cast<std::size_t>(elements), operand_colours);
    if (!matrix) return matrix.error();
    buffers.matrices.push_back(std::move(matrix).value());
  }
  const Range outputs = problem.weights_are_a ? part.share.rows : part.share.columns;
  if (first || divides_outputs(part.share, problem)) {
    const int tile = problem.weights_are_a ? blocking.mr : blocking.nr;
    const std::int64_t of_group = std::int64_t{outputs.size + tile - 1} / tile * tile * padded_depth<T>(own.k);
    auto weights = Buffer<T>::allocate(static_cast<std::size_t>(of_group * s.groups), operand_colours + 1);
    if (!weights) return weights.error();
    buffers.weights.push_back(std::move(weights).value());
    pack_weights(part.product, problem, operands, outputs.start, buffers.weights.back().values());
  }
  auto packing = gemm::make_packing_buffers<T>(own, blocking, gemm::Ahead::none, operand_colours + 2);
  if (!packing) return packing.error();
  buffers.packing.push_back(std::move(packing).value());
  part.matrix = buffers.matrices.back().data();
  part.weights = buffers.weights.back().data();
  part.group_weights = static_cast<std::ptrdiff_t>(buffers.weights.back().values().size()) / s.groups;
  part.product.packed_a = buffers.packing.back().packed_a.data();
  part.product.packed_b = buffers.packing.back().packed_b.data();
  part.product.edge = buffers.packing.back().edge.data();
  return std::nullopt;
}

}  // namespace

Im2colProblem im2col_problem(const ConvShape& s) {
  const Pair out = output_size(s);
  const int pixels = out.h * out.w;
  const int outputs = s.o / s.groups;
  const auto k = static_cast<int>(depth(s));
  const bool one_tap = s.kernel == Pair{1, 1} && s.stride == Pair{1, 1} && s.pad == Pair{0, 0};
  if (s.layout == Layout::nchw) return {{outputs, pixels, k}, true, one_tap};
  return {{pixels, outputs, k}, false, one_tap};
}

template <typename T>
PreparedResult prepare_im2col(const gemm::MicroKernelOf<T>& kernel, const simd::RearrangeOf<T>& rearrange,
                              ConvOperandsOf<T> operands, std::span<const Cache> caches, const std::vector<int>& cpus) {
  const ConvShape& s = operands.shape;
  const Pair out = output_size(s);
  if (std::int64_t{out.h} * out.w > gemm::largest_dimension * std::int64_t{64} || depth(s) > gemm::largest_dimension) {
    return Error{Reason::no_resources, "its matrix is larger than our GEMM takes"};
  }
  const Im2colProblem problem = im2col_problem(s);
  const std::vector<Im2colShare> shares =
      im2col_shares(s, kernel.mr, kernel.nr, std::max(1, static_cast<int>(cpus.size())));
  // By the largest.
  const GemmBlocking blocking =
      gemm::choose_blocking(kernel, gemm::shape_of(shares.back().share, problem.shape), caches);
  const std::ptrdiff_t in_row = s.layout == Layout::nchw ? std::ptrdiff_t{s.in.h} * s.in.w : s.c;
  const std::ptrdiff_t matrix_row = problem.input_is_matrix ? in_row
                                    : problem.weights_are_a ? problem.shape.n
                                                            : depth_stride(s);
  gemm::ProductOf<T> product{.kernel = kernel,
                             .shape = problem.shape,
                             .blocking = blocking,
                             .c_stride = s.layout == Layout::nchw ? std::ptrdiff_t{out.h} * out.w : s.o,
                             .ahead = problem.weights_are_a ? gemm::Ahead::a : gemm::Ahead::b};
  (problem.weights_are_a ? product.b : product.a).stride = matrix_row;
  std::vector<Im2colPart<T>> parts;
  Im2colBuffers<T> buffers;
  for (const Im2colShare& each : shares) {
    Im2colPart<T> part{.share = each.share, .pixels = {}, .product = product};
    if (!problem.input_is_matrix) part.pixels = rectangles(each.pixels, out.w);
    part.product.shape = gemm::shape_of(each.share, problem.shape);
    if (Status refused = add_buffers(buffers, part, problem, operands)) return *refused;
    parts.push_back(std::move(part));
  }
  return std::unique_ptr<Prepared>(std::make_unique<Im2colConv<T>>(problem, rearrange.copy_planes, std::move(operands),
                                                                   std::move(parts), std::move(buffers), cpus));
}

template PreparedResult prepare_im2col(const gemm::MicroKernelOf<float>&, const simd::RearrangeOf<float>&,
                                       ConvOperandsOf<float>, std::span<const Cache>, const std::vector<int>&);
template PreparedResult prepare_im2col(const gemm::MicroKernelOf<Half>&, const simd::RearrangeOf<Half>&,
                                       ConvOperandsOf<Half>, std::span<const Cache>, const std::vector<int>&);
template PreparedResult prepare_im2col(const gemm::MicroKernelOf<Bf16>&, const simd::RearrangeOf<Bf16>&,
                                       ConvOperandsOf<Bf16>, std::span<const Cache>, const std::vector<int>&);
template PreparedResult prepare_im2col(const gemm::MicroKernelOf<double>&, const simd::RearrangeOf<double>&,
                                       ConvOperandsOf<double>, std::span<const Cache>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
