// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/winograd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "operators/conv2d/conv_team.hpp"
#include "operators/conv2d/winograd_bound.hpp"
#include "operators/conv2d/winograd_plan.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/product.hpp"
#include "operators/own_team.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// What one thread does, and where: the buffers are its own where nobody else needs what is in them.
template <typename T>
struct Part {
  WinogradShare share;
  gemm::ProductOf<T> product;
  T* padded = nullptr;       ///< [y][x][channels]
  T* result = nullptr;       ///< [y][x][outputs], whole tiles
  T* transformed = nullptr;  ///< [place][tile][channels]
  T* products = nullptr;     ///< [place][tile][outputs]
};

template <typename T>
struct WinogradBuffers {
  std::vector<Buffer<T>> of_parts;
  std::vector<gemm::PackingBuffersOf<T>> packing;
  Buffer<T> weights;  ///< [place], packed
};

template <typename T>
class WinogradConv final : public Prepared {
 public:
  WinogradConv(const WinogradKernelOf<T>& kernel, const WinogradPlan& plan, WinogradDivision division,
               const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands, std::vector<Part<T>> parts,
               WinogradBuffers<T> buffers, const std::vector<int>& cpus)
      : kernel_(kernel),
        plan_(plan),
        division_(division),
        rearrange_(rearrange),
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
    const int m = kernel_.outputs;
    return fmt::format("own kernel, Winograd F({}x{}, 3x3), {} products where the definition has {}", m, m,
                       plan_.places, 9 * m * m);
  }
  [[nodiscard]] bool fewer_operations() const override { return true; }
  [[nodiscard]] std::optional<double> error_bound() const override {
    const int channels = parts_.front().product.blocking.kc;
    return winograd_error_bound(kernel_.outputs, plan_.shape, (plan_.shape.c + channels - 1) / channels,
                                operands_.input.data(), operands_.weights.data());
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return parts_.front().product.blocking; }
  [[nodiscard]] std::optional<ConvBlocking> conv_blocking() const override {
    return ConvBlocking{.width = kernel_.outputs,
                        .outputs = kernel_.lanes,
                        .channels = plan_.together,
                        .pixels_per_load = 1,
                        .vector_bytes = static_cast<int>(sizeof(T)) * kernel_.lanes};
  }

 private:
  void walk(bool with_multiply) {
    if (division_ == WinogradDivision::images) {
      team_.each([&](std::size_t at) {
        const Part<T>& part = parts_[at];
        for (int n = part.share.images.start; n < part.share.images.start + part.share.images.size; ++n) {
          pad(part, n);
          some_tiles(part, with_multiply);
          if (with_multiply) lay_out(part, n);
        }
      });
      return;
    }
    for (int n = 0; n < plan_.shape.n; ++n) {
      team_.each([&](std::size_t at) { pad(parts_[at], n); });
      if (division_ == WinogradDivision::tiles) {
        team_.each([&](std::size_t at) { some_tiles(parts_[at], with_multiply); });
      } else {
        some_places(with_multiply);
      }
      if (with_multiply) team_.each([&](std::size_t at) { lay_out(parts_[at], n); });
    }
  }

  /// All steps of a part's tiles.
  void some_tiles(const Part<T>& part, bool with_multiply) {
    const gemm::Range& tiles = part.share.tiles;
    for (int first = 0; first < tiles.size; first += plan_.together) {
      const int count = std::min(plan_.together, tiles.size - first);
      for (int t = 0; t < count; ++t) transform_input(part, tiles.start + first + t, t);
      multiply(part, count, with_multiply);
      if (!with_multiply) continue;
      for (int t = 0; t < count; ++t) transform_output(part, tiles.start + first + t, t);
    }
  }

  /// All tiles: their transforms divided, and the products of each place.
  void some_places(bool with_multiply) {
    const int parts = static_cast<int>(parts_.size());
    const int tiles = plan_.tiles.h * plan_.tiles.w;
    for (int first = 0; first < tiles; first += plan_.together) {
      const int count = std::min(plan_.together, tiles - first);
      const auto each_tile = [&](auto&& transform) {
        team_.each([&](std::size_t at) {
          const gemm::Range own = gemm::part_of(count, static_cast<int>(at), parts);
          for (int t = own.start; t < own.start + own.size; ++t) transform(parts_[at], t);
        });
      };
      each_tile([&](const Part<T>& part, int t) { transform_input(part, first + t, t); });
      team_.each([&](std::size_t at) { multiply(parts_[at], count, with_multiply); });
      if (with_multiply) each_tile([&](const Part<T>& part, int t) { transform_output(part, first + t, t); });
    }
  }

  void pad(const Part<T>& part, int n) {
    const ConvShape& s = plan_.shape;
    const Strides from = input_strides(s);
    const gemm::Range& rows = part.share.input_rows;
    const int pixels = std::min(s.in.w, plan_.padded.w - s.pad.w);
    if (rows.size <= 0 || pixels <= 0) return;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.padded.w} * plan_.channels;
    simd::PlaneBlockOf<T> block{
        .planes = rows.size,
        .rows = pixels,
        .count = s.c,
        .from = operands_.input.data() + n * from.n + rows.start * from.h,
        .from_plane = from.h,
        .from_row = from.w,
        .to = part.padded + (s.pad.h + rows.start) * row + std::ptrdiff_t{s.pad.w} * plan_.channels,
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

  void transform_input(const Part<T>& part, int tile, int slot) {
    const std::ptrdiff_t y = tile / plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t x = tile % plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.padded.w} * plan_.channels;
    kernel_.input(plan_.channels / kernel_.lanes, part.padded + y * row + x * plan_.channels, row, plan_.channels,
                  part.transformed + std::ptrdiff_t{slot} * plan_.channels,
                  std::ptrdiff_t{plan_.together} * plan_.channels);
  }

  void multiply(const Part<T>& part, int count, bool with_multiply) {
    const auto weights = static_cast<std::ptrdiff_t>(buffers_.weights.values().size()) / plan_.places;
    const std::ptrdiff_t first = part.share.places.start;
    const std::ptrdiff_t of_a = std::ptrdiff_t{plan_.together} * plan_.channels;
    const std::ptrdiff_t of_c = std::ptrdiff_t{plan_.together} * plan_.outputs;
    gemm::ProductOf<T> product = part.product;
    product.shape.m = count;
    product.a = {part.transformed + first * of_a, plan_.channels};
    product.packed_b = buffers_.weights.data() + first * weights;
    product.c = part.products + first * of_c;
    for (int place = part.share.places.size; place > 0; --place) {
      product.run(with_multiply);
      product.a.data += of_a;
      product.packed_b += weights;
      product.c += of_c;
    }
  }

  void transform_output(const Part<T>& part, int tile, int slot) {
    const std::ptrdiff_t y = tile / plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t x = tile % plan_.tiles.w * kernel_.outputs;
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.tiles.w} * kernel_.outputs * plan_.outputs;
    kernel_.output(plan_.outputs / kernel_.lanes, part.products + std::ptrdiff_t{slot} * plan_.outputs,
                   std::ptrdiff_t{plan_.together} * plan_.outputs, part.result + y * row + x * plan_.outputs, row,
                   plan_.outputs);
  }

  void lay_out(const Part<T>& part, int n) {
    const ConvShape& s = plan_.shape;
    const Strides to = output_strides(s);
    const std::ptrdiff_t row = std::ptrdiff_t{plan_.tiles.w} * kernel_.outputs * plan_.outputs;
    const gemm::Range& rows = part.share.output_rows;
    const gemm::Range& channels = part.share.output_channels;
    simd::PlaneBlockOf<T> block{.planes = rows.size,
                                .rows = output_size(s).w,
                                .count = channels.size,
                                .from = part.result + rows.start * row + channels.start,
                                .from_plane = row,
                                .from_row = plan_.outputs,
                                .to = operands_.output.data() + n * to.n + rows.start * to.h + channels.start * to.c,
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
  WinogradDivision division_;
  simd::RearrangeOf<T> rearrange_;
  ConvOperandsOf<T> operands_;
  std::vector<Part<T>> parts_;
  WinogradBuffers<T> buffers_;
  OwnTeam team_;
};

/// Of each part, its own where nobody else works on the same tiles.
template <typename T>
Result<WinogradBuffers<T>> make_buffers(const WinogradKernelOf<T>& kernel, const WinogradPlan& plan,
                                        WinogradDivision division, std::span<Part<T>> parts) {
  const std::int64_t pixels = std::int64_t{plan.tiles.h} * plan.tiles.w * kernel.outputs * kernel.outputs;
  struct Wanted {
    T* Part<T>::*buffer;
    std::int64_t size;
    bool shared;
    int colour;
  };
  const Wanted wanted[] = {{&Part<T>::padded, std::int64_t{plan.padded.h} * plan.padded.w * plan.channels,
                            division != WinogradDivision::images, 0},
                           {&Part<T>::transformed, std::int64_t{plan.places} * plan.together * plan.channels,
                            division == WinogradDivision::places, 1},
                           {&Part<T>::products, std::int64_t{plan.places} * plan.together * plan.outputs,
                            division == WinogradDivision::places, 2},
                           {&Part<T>::result, pixels * plan.outputs, division != WinogradDivision::images, 3}};
  const gemm::ProductOf<T>& product = parts.front().product;
  const std::int64_t weight_elements =
      std::int64_t{plan.places} * round_up(plan.shape.o, product.blocking.nr) * plan.shape.c;
  double elements = static_cast<double>(weight_elements);
  for (const Wanted& each : wanted)
    elements += static_cast<double>(each.size) * (each.shared ? 1.0 : static_cast<double>(parts.size()));
  if (Status refused = fits_memory(sizeof(T) * elements)) return *refused;
  std::vector<Buffer<T>> of_parts;
  std::vector<gemm::PackingBuffersOf<T>> all_packing;
  for (Part<T>& part : parts) {
    for (const Wanted& each : wanted) {
      if (each.shared && &part != &parts.front()) {
        part.*each.buffer = parts.front().*each.buffer;
        continue;
      }
      auto buffer = Buffer<T>::allocate(static_cast<std::size_t>(each.size), operand_colours + each.colour);
      if (!buffer) return buffer.error();
      part.*each.buffer = buffer->data();
      of_parts.push_back(std::move(buffer).value());
    }
    auto packing =
        gemm::make_packing_buffers<T>(product.shape, product.blocking, gemm::Ahead::none, operand_colours + 5);
    if (!packing) return packing.error();
    part.product.packed_a = packing->packed_a.data();
    part.product.packed_b = packing->packed_b.data();
    part.product.edge = packing->edge.data();
    all_packing.push_back(std::move(packing).value());
  }
  auto weights = Buffer<T>::allocate(static_cast<std::size_t>(weight_elements), operand_colours + 4);
  if (!weights) return weights.error();
  return WinogradBuffers<T>{std::move(of_parts), std::move(all_packing), std::move(weights).value()};
}

}  // namespace

template <typename T>
PreparedResult prepare_winograd(const WinogradKernelOf<T>& kernel, const gemm::MicroKernelOf<T>& multiply,
                                const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands,
                                std::span<const Cache> caches, const std::vector<int>& cpus) {
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
  const int threads = std::max(1, static_cast<int>(cpus.size()));
  const WinogradDivision division = winograd_division(plan, multiply.mr, threads);
  std::vector<Part<T>> parts;
  for (const WinogradShare& share : winograd_shares(plan, multiply.mr, threads))
    parts.push_back({.share = share, .product = product});
  auto buffers = make_buffers<T>(kernel, plan, division, parts);
  if (!buffers) return buffers.error();
  pack_winograd_weights<T>(parts.front().product, plan, kernel.outputs, operands.weights.data(),
                           buffers->weights.values());
  return std::unique_ptr<Prepared>(std::make_unique<WinogradConv<T>>(
      kernel, plan, division, rearrange, std::move(operands), std::move(parts), std::move(buffers).value(), cpus));
}

template PreparedResult prepare_winograd(const WinogradKernelOf<float>&, const gemm::MicroKernelOf<float>&,
                                         const simd::RearrangeOf<float>&, ConvOperandsOf<float>, std::span<const Cache>,
                                         const std::vector<int>&);
template PreparedResult prepare_winograd(const WinogradKernelOf<double>&, const gemm::MicroKernelOf<double>&,
                                         const simd::RearrangeOf<double>&, ConvOperandsOf<double>,
                                         std::span<const Cache>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
