// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/winograd_plan.hpp"

#include <algorithm>
#include <vector>

#include "operators/conv2d/winograd_matrices.hpp"
#include "operators/gemm/blocking.hpp"

namespace cachebound::operators::conv2d {
namespace {

constexpr double l2_share = 0.5;  // of the tiles that are transformed, multiplied and transformed back together

template <int m, typename T, typename Wide>
void transform(const T* filter, Wide* to) {
  constexpr int a = Winograd<m>::points;
  const auto& g = Winograd<m>::filter;
  for (int i = 0; i < a; ++i) {
    for (int j = 0; j < a; ++j) {
      Wide sum = 0;
      for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 3; ++x)
          sum += static_cast<Wide>(g[i][y]) * static_cast<Wide>(filter[y * 3 + x]) * static_cast<Wide>(g[j][x]);
      }
      to[i * a + j] = sum;
    }
  }
}

}  // namespace

template <typename T>
void transform_filter(int outputs, const T* filter, typename Wider<T>::Type* to) {
  if (outputs == 2) {
    transform<2>(filter, to);
  } else {
    transform<4>(filter, to);
  }
}

template <typename T>
WinogradPlan winograd_plan(const WinogradKernelOf<T>& kernel, const ConvShape& s, int rows_of_tile,
                           std::span<const Cache> caches) {
  const Pair out = output_size(s);
  const int m = kernel.outputs;
  WinogradPlan plan;
  plan.shape = s;
  plan.tiles = {(out.h + m - 1) / m, (out.w + m - 1) / m};
  plan.padded = {plan.tiles.h * m + 2, plan.tiles.w * m + 2};
  plan.channels = round_up(s.c, kernel.lanes);
  plan.outputs = round_up(s.o, kernel.lanes);
  plan.places = kernel.points * kernel.points;
  const double tile_bytes = sizeof(T) * 1.0 * plan.places * (plan.channels + plan.outputs);
  const int fit = static_cast<int>(gemm::l2_bytes(caches) * l2_share / tile_bytes) / rows_of_tile * rows_of_tile;
  plan.together = std::min(plan.tiles.h * plan.tiles.w, std::max(4 * rows_of_tile, fit));
  return plan;
}

template <typename T>
void pack_winograd_weights(gemm::ProductOf<T> product, const WinogradPlan& plan, int outputs, const T* weights,
                           std::span<T> packed) {
  const ConvShape& s = plan.shape;
  const std::size_t of_place = static_cast<std::size_t>(s.c) * static_cast<std::size_t>(s.o);
  std::vector<T> turned(of_place * static_cast<std::size_t>(plan.places));
  typename Wider<T>::Type transformed[largest_winograd_points * largest_winograd_points];
  for (int o = 0; o < s.o; ++o) {
    for (int c = 0; c < s.c; ++c) {
      transform_filter(outputs, weights + (std::ptrdiff_t{o} * s.c + c) * 9, transformed);
      for (int place = 0; place < plan.places; ++place) {
        turned[static_cast<std::size_t>(place) * of_place +
               static_cast<std::size_t>(c) * static_cast<std::size_t>(s.o) + static_cast<std::size_t>(o)] =
            static_cast<T>(transformed[place]);
      }
    }
  }
  const std::size_t packed_of_place = packed.size() / static_cast<std::size_t>(plan.places);
  for (std::size_t place = 0; place < static_cast<std::size_t>(plan.places); ++place) {
    product.b = {turned.data() + place * of_place, s.o};
    product.packed_b = packed.data() + place * packed_of_place;
    product.pack_ahead();
  }
}

template void transform_filter(int, const float*, double*);
template void transform_filter(int, const double*, long double*);
template WinogradPlan winograd_plan(const WinogradKernelOf<float>&, const ConvShape&, int, std::span<const Cache>);
template WinogradPlan winograd_plan(const WinogradKernelOf<double>&, const ConvShape&, int, std::span<const Cache>);
template void pack_winograd_weights(gemm::ProductOf<float>, const WinogradPlan&, int, const float*, std::span<float>);
template void pack_winograd_weights(gemm::ProductOf<double>, const WinogradPlan&, int, const double*,
                                    std::span<double>);

}  // namespace cachebound::operators::conv2d
