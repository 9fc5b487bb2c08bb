// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/im2col.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "operators/gemm/blocking.hpp"
#include "operators/gemm/product.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// Outputs of one dimension for which a tap lies inside the input.
struct Inside {
  int first = 0;
  int count = 0;
};

Inside inside(int out, int in, int stride, int offset) {
  const int first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  const int end = offset >= in ? 0 : std::min(out, (in - 1 - offset) / stride + 1);
  return {first, std::max(0, end - first)};
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
  void write(const T* input, T* matrix) const {
    const std::ptrdiff_t pixels = std::ptrdiff_t{out_.h} * out_.w;
    const std::ptrdiff_t depth_of_row = depth_stride(s_);
    const bool nchw = s_.layout == Layout::nchw;
    const int channels = s_.c / s_.groups;
    for (int i = 0; i < s_.kernel.h; ++i) {
      const int row = i * s_.dilation.h - s_.pad.h;
      const Inside rows = inside(out_.h, s_.in.h, s_.stride.h, row);
      for (int j = 0; j < s_.kernel.w; ++j) {
        const int column = j * s_.dilation.w - s_.pad.w;
        const Inside columns = inside(out_.w, s_.in.w, s_.stride.w, column);
        if (rows.count == 0 || columns.count == 0) continue;
        const std::ptrdiff_t tap = i * s_.kernel.w + j;
        const std::ptrdiff_t pixel = rows.first * std::ptrdiff_t{out_.w} + columns.first;
        const T* from =
            input + (rows.first * s_.stride.h + row) * in_.h + (columns.first * s_.stride.w + column) * in_.w;
        if (nchw) {
          copy_({.planes = channels,
                 .rows = rows.count,
                 .count = columns.count,
                 .from = from,
                 .from_plane = in_.c,
                 .from_row = s_.stride.h * in_.h,
                 .step = s_.stride.w,
                 .to = matrix + tap * pixels + pixel,
                 .to_plane = s_.kernel.h * s_.kernel.w * pixels,
                 .to_row = out_.w});
        } else {
          copy_({.planes = rows.count,
                 .rows = columns.count,
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

template <typename T>
struct Im2colBuffers {
  Buffer<T> matrix;
  Buffer<T> weights;  ///< packed, one group behind the other
  gemm::PackingBuffersOf<T> packing;
};

template <typename T>
class Im2colConv final : public Prepared {
 public:
  Im2colConv(const gemm::ProductOf<T>& product, const Im2colProblem& problem, CopyPlanes<T> copy,
             ConvOperandsOf<T> operands, Im2colBuffers<T> buffers)
      : product_(product),
        problem_(problem),
        copy_(copy),
        operands_(std::move(operands)),
        buffers_(std::move(buffers)) {}

  void run() override { walk(true); }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override { walk(false); }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return product_.kernel.isa; }
  [[nodiscard]] std::string implementation() const override {
    const GemmBlocking& b = product_.blocking;
    return fmt::format("own kernel, im2col and {} tile {}x{}, blocks mc {} nc {} kc {}", to_string(isa()), b.mr, b.nr,
                       b.mc, b.nc, b.kc);
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return product_.blocking; }

 private:
  void walk(bool with_multiply) {
    const ConvShape& s = operands_.shape;
    const Strides in = input_strides(s);
    const Strides out = output_strides(s);
    const Columns<T> columns(s, copy_);
    const auto weights_of_group = static_cast<std::ptrdiff_t>(buffers_.weights.values().size()) / s.groups;
    for (int n = 0; n < s.n; ++n) {
      for (int g = 0; g < s.groups; ++g) {
        const T* input = operands_.input.data() + n * in.n + g * (s.c / s.groups) * in.c;
        if (!problem_.input_is_matrix) columns.write(input, buffers_.matrix.data());
        T* weights = buffers_.weights.data() + g * weights_of_group;
        gemm::ProductOf<T> product = product_;
        gemm::MatrixOf<T>& matrix = problem_.weights_are_a ? product.b : product.a;
        matrix.data = problem_.input_is_matrix ? input : buffers_.matrix.data();
        (problem_.weights_are_a ? product.packed_a : product.packed_b) = weights;
        product.c = operands_.output.data() + n * out.n + g * (s.o / s.groups) * out.c;
        product.run(with_multiply);
      }
    }
  }

  gemm::ProductOf<T> product_;
  Im2colProblem problem_;
  CopyPlanes<T> copy_;
  ConvOperandsOf<T> operands_;
  Im2colBuffers<T> buffers_;
};

template <typename T>
void pack_weights(gemm::ProductOf<T> product, const Im2colProblem& problem, const ConvOperandsOf<T>& operands,
                  std::span<T> packed) {
  const ConvShape& s = operands.shape;
  const std::ptrdiff_t of_group = s.o / s.groups * depth_stride(s);
  for (int g = 0; g < s.groups; ++g) {
    const T* weights = operands.weights.data() + g * of_group;
    T* to = packed.data() + static_cast<std::ptrdiff_t>(packed.size()) / s.groups * g;
    if (problem.weights_are_a) {
      product.a = {weights, depth_stride(s)};
      product.packed_a = to;
      product.pack_ahead();
    } else {
      const std::vector<T> turned = weights_by_depth(s, weights);
      product.b = {turned.data(), s.o / s.groups};
      product.packed_b = to;
      product.pack_ahead();
    }
  }
}

template <typename T>
Result<Im2colBuffers<T>> make_buffers(const ConvShape& s, const Im2colProblem& problem, const GemmBlocking& blocking) {
  const gemm::GemmShape& shape = problem.shape;
  const std::int64_t matrix_elements =
      problem.input_is_matrix ? 0 : std::int64_t{problem.weights_are_a ? shape.n : shape.m} * shape.k;
  if (Status refused = fits_memory(sizeof(T) * static_cast<double>(matrix_elements))) return *refused;
  const int sides = problem.weights_are_a ? shape.m : shape.n;
  const int tile = problem.weights_are_a ? blocking.mr : blocking.nr;
  const std::int64_t weights_of_group = std::int64_t{sides + tile - 1} / tile * tile * shape.k;
  auto matrix = Buffer<T>::allocate(static_cast<std::size_t>(matrix_elements), operand_colours);
  if (!matrix) return matrix.error();
  auto weights = Buffer<T>::allocate(static_cast<std::size_t>(weights_of_group * s.groups), operand_colours + 1);
  if (!weights) return weights.error();
  auto packing = gemm::make_packing_buffers<T>(shape, blocking, gemm::Ahead::none, operand_colours + 2);
  if (!packing) return packing.error();
  return Im2colBuffers<T>{std::move(matrix).value(), std::move(weights).value(), std::move(packing).value()};
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
                              ConvOperandsOf<T> operands, std::span<const Cache> caches) {
  const ConvShape& s = operands.shape;
  const Pair out = output_size(s);
  if (std::int64_t{out.h} * out.w > gemm::largest_dimension * std::int64_t{64} || depth(s) > gemm::largest_dimension) {
    return Error{Reason::no_resources, "its matrix is larger than our GEMM takes"};
  }
  const Im2colProblem problem = im2col_problem(s);
  const GemmBlocking blocking = gemm::choose_blocking(kernel, problem.shape, caches);
  auto buffers = make_buffers<T>(s, problem, blocking);
  if (!buffers) return buffers.error();
  const std::ptrdiff_t in_row = s.layout == Layout::nchw ? std::ptrdiff_t{s.in.h} * s.in.w : s.c;
  const std::ptrdiff_t matrix_row = problem.input_is_matrix ? in_row
                                    : problem.weights_are_a ? problem.shape.n
                                                            : depth_stride(s);
  gemm::ProductOf<T> product{.kernel = kernel,
                             .shape = problem.shape,
                             .blocking = blocking,
                             .c_stride = s.layout == Layout::nchw ? std::ptrdiff_t{out.h} * out.w : s.o,
                             .packed_a = buffers->packing.packed_a.data(),
                             .packed_b = buffers->packing.packed_b.data(),
                             .edge = buffers->packing.edge.data(),
                             .ahead = problem.weights_are_a ? gemm::Ahead::a : gemm::Ahead::b};
  (problem.weights_are_a ? product.b : product.a).stride = matrix_row;
  pack_weights(product, problem, operands, buffers->weights.values());
  return std::unique_ptr<Prepared>(std::make_unique<Im2colConv<T>>(product, problem, rearrange.copy_planes,
                                                                   std::move(operands), std::move(buffers).value()));
}

template PreparedResult prepare_im2col(const gemm::MicroKernelOf<float>&, const simd::RearrangeOf<float>&,
                                       ConvOperandsOf<float>, std::span<const Cache>);
template PreparedResult prepare_im2col(const gemm::MicroKernelOf<double>&, const simd::RearrangeOf<double>&,
                                       ConvOperandsOf<double>, std::span<const Cache>);

}  // namespace cachebound::operators::conv2d
