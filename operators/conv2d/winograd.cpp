// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/winograd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "operators/conv2d/winograd_bound.hpp"
#include "operators/conv2d/winograd_plan.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/product.hpp"

namespace cachebound::operators::conv2d {
namespace {

template <typename T>
struct WinogradBuffers {
  Buffer<T> padded;       ///< [y][x][channels]
  Buffer<T> transformed;  ///< [place][tile][channels]
  Buffer<T> products;     ///< [place][tile][outputs]
  Buffer<T> result;       ///< [y][x][outputs], whole tiles
  Buffer<T> weights;      ///< [place], packed
  gemm::PackingBuffersOf<T> packing;
};

template <typename T>
class WinogradConv final : public Prepared {
 public:
  WinogradConv(const WinogradKernelOf<T>& kernel, const WinogradPlan& plan, const gemm::ProductOf<T>& product,
               const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands, WinogradBuffers<T> buffers)
      : kernel_(kernel),
        plan_(plan),
        product_(product),
        rearrange_(rearrange),
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
    const int m = kernel_.outputs;
    return fmt::format("own kernel, Winograd F({}x{}, 3x3), {} products where the definition has {}", m, m,
                       plan_.places, 9 * m * m);
  }
  [[nodiscard]] bool fewer_operations() const override { return true; }
  [[nodiscard]] std::optional<double> error_bound() const override {
    const int channels = product_.blocking.kc;
    return winograd_error_bound(kernel_.outputs, plan_.shape, (plan_.shape.c + channels - 1) / channels,
                                operands_.input.data(), operands_.weights.data());
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return product_.blocking; }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override {
    return ConvBlocking{.width = kernel_.outputs,
                        .outputs = kernel_.lanes,
                        .channels = plan_.together,
                        .pixels_per_load = 1,
                        .vector_bytes = static_cast<int>(sizeof(T)) * kernel_.lanes};
  }

 private:
  void walk(bool with_multiply) {
    const int tiles = plan_.tiles.h * plan_.tiles.w;
    for (int n = 0; n < plan_.shape.n; ++n) {
      pad(n);
      for (int first = 0; first < tiles; first += plan_.together) {
        const int count = std::min(plan_.together, tiles - first);
        for (int t = 0; t < count; ++t) transform_input(first + t, t);
        multiply(count, with_multiply);
        if (!with_multiply) continue;
        for (int t = 0; t < count; ++t) transform_output(first + t, t);
      }
      if (with_multiply) lay_out(n);
    }
  }

  void pad(int n) {
    const ConvShape& s = plan_.shape;
    const Strides from = input_strides(s);
    const int rows = std::min(s.in.h, plan_.padded.h - s.pad.h);
    const int pixels = std::min(s.in.w, plan_.padded.w - s.pad.w);
    if (rows <= 0 || pixels <= 0) return;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.padded.w} * plan_.channels;
    simd::PlaneBlockOf<T> block{.planes = rows,
                                .rows = pixels,
                                .count = s.c,
                                .from = operands_.input.data() + n * from.n,
                                .from_plane = from.h,
                                .from_row = from.w,
                                .to = buffers_.padded.data() + s.pad.h * row + std::ptrdiff_t{s.pad.w} * plan_.channels,
                                .to_plane = row,
                                .to_row = plan_.channels};
    if (s.layout == Layout::nhwc) {
      rearrange_.copy_planes(block);
      return;
    }
    std::swap(block.rows, block.count);
    block.from_row = from.c;
    rearrange_.transpose(block);
  }

  void transform_input(int tile, int slot) {
    const std::ptrdiff_t y = tile / plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t x = tile % plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.padded.w} * plan_.channels;
    kernel_.input(plan_.channels / kernel_.lanes, buffers_.padded.data() + y * row + x * plan_.channels, row,
                  plan_.channels, buffers_.transformed.data() + std::ptrdiff_t{slot} * plan_.channels,
                  std::ptrdiff_t{plan_.together} * plan_.channels);
  }

  void multiply(int count, bool with_multiply) {
    const auto weights = static_cast<std::ptrdiff_t>(buffers_.weights.values().size()) / plan_.places;
    product_.shape.m = count;
    product_.a = {buffers_.transformed.data(), plan_.channels};
    product_.packed_b = buffers_.weights.data();
    product_.c = buffers_.products.data();
    for (int place = plan_.places; place > 0; --place) {
      product_.run(with_multiply);
      product_.a.data += std::ptrdiff_t{plan_.together} * plan_.channels;
      product_.packed_b += weights;
      product_.c += std::ptrdiff_t{plan_.together} * plan_.outputs;
    }
  }

  void transform_output(int tile, int slot) {
    const std::ptrdiff_t y = tile / plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t x = tile % plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.tiles.w} * kernel_.outputs * plan_.outputs;
    kernel_.output(plan_.outputs / kernel_.lanes, buffers_.products.data() + std::ptrdiff_t{slot} * plan_.outputs,
                   std::ptrdiff_t{plan_.together} * plan_.outputs, buffers_.result.data() + y * row + x * plan_.outputs,
                   row, plan_.outputs);
  }

  void lay_out(int n) {
    const ConvShape& s = plan_.shape;
    const Pair out = output_size(s);
    const Strides to = output_strides(s);
    simd::PlaneBlockOf<T> block{.planes = out.h,
                                .rows = out.w,
                                .count = s.o,
                                .from = buffers_.result.data(),
                                .from_plane = std::ptrdiff_t{plan_.tiles.w} * kernel_.outputs * plan_.outputs,
                                .from_row = plan_.outputs,
                                .to = operands_.output.data() + n * to.n,
                                .to_plane = to.h,
                                .to_row = to.w};
    if (s.layout == Layout::nhwc) {
      rearrange_.copy_planes(block);
      return;
    }
    block.to_row = to.c;
    rearrange_.transpose(block);
  }

  WinogradKernelOf<T> kernel_;
  WinogradPlan plan_;
  gemm::ProductOf<T> product_;
  simd::RearrangeOf<T> rearrange_;
  ConvOperandsOf<T> operands_;
  WinogradBuffers<T> buffers_;
};

template <typename T>
Result<WinogradBuffers<T>> make_buffers(const WinogradKernelOf<T>& kernel, const WinogradPlan& plan,
                                        const gemm::ProductOf<T>& product) {
  const std::int64_t pixels = std::int64_t{plan.tiles.h} * plan.tiles.w * kernel.outputs * kernel.outputs;
  const std::int64_t sizes[] = {std::int64_t{plan.padded.h} * plan.padded.w * plan.channels,
                                std::int64_t{plan.places} * plan.together * plan.channels,
                                std::int64_t{plan.places} * plan.together * plan.outputs, pixels * plan.outputs,
                                std::int64_t{plan.places} * round_up(plan.shape.o, product.blocking.nr) * plan.shape.c};
  double bytes = 0.0;
  for (const std::int64_t size : sizes) bytes += sizeof(T) * static_cast<double>(size);
  if (Status refused = fits_memory(bytes)) return *refused;
  std::vector<Buffer<T>> buffers;
  for (const std::int64_t size : sizes) {
    auto buffer =
        Buffer<T>::allocate(static_cast<std::size_t>(size), operand_colours + static_cast<int>(buffers.size()));
    if (!buffer) return buffer.error();
    buffers.push_back(std::move(buffer).value());
  }
  auto packing = gemm::make_packing_buffers<T>(product.shape, product.blocking, gemm::Ahead::none, operand_colours + 5);
  if (!packing) return packing.error();
  return WinogradBuffers<T>{std::move(buffers[0]), std::move(buffers[1]), std::move(buffers[2]),
                            std::move(buffers[3]), std::move(buffers[4]), std::move(packing).value()};
}

}  // namespace

template <typename T>
PreparedResult prepare_winograd(const WinogradKernelOf<T>& kernel, const gemm::MicroKernelOf<T>& multiply,
                                const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands,
                                std::span<const Cache> caches) {
  const ConvShape& s = operands.shape;
  if (s.kernel != Pair{3, 3} || s.stride != Pair{1, 1} || s.dilation != Pair{1, 1} || s.groups != 1) {
    return Error{Reason::not_applicable, "made for kernels of 3 x 3 with stride 1, without dilation or groups"};
  }
  const WinogradPlan plan = winograd_plan(kernel, s, multiply.mr, caches);
  gemm::ProductOf<T> product;
  product.kernel = multiply;
  product.shape = {plan.together, s.o, s.c};
  product.blocking = gemm::choose_blocking(multiply, product.shape, caches);
  product.c_stride = plan.outputs;
  product.ahead = gemm::Ahead::b;
  auto buffers = make_buffers(kernel, plan, product);
  if (!buffers) return buffers.error();
  product.packed_a = buffers->packing.packed_a.data();
  product.packed_b = buffers->packing.packed_b.data();
  product.edge = buffers->packing.edge.data();
  pack_winograd_weights<T>(product, plan, kernel.outputs, operands.weights.data(), buffers->weights.values());
  return std::unique_ptr<Prepared>(std::make_unique<WinogradConv<T>>(kernel, plan, product, rearrange,
                                                                     std::move(operands), std::move(buffers).value()));
}

template PreparedResult prepare_winograd(const WinogradKernelOf<float>&, const gemm::MicroKernelOf<float>&,
                                         const simd::RearrangeOf<float>&, ConvOperandsOf<float>,
                                         std::span<const Cache>);
template PreparedResult prepare_winograd(const WinogradKernelOf<double>&, const gemm::MicroKernelOf<double>&,
                                         const simd::RearrangeOf<double>&, ConvOperandsOf<double>,
                                         std::span<const Cache>);

}  // namespace cachebound::operators::conv2d
