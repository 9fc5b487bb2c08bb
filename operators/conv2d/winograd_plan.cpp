// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/winograd_plan.hpp"

#include <algorithm>
#include <vector>

#include "operators/conv2d/winograd_matrices.hpp"
#include "operators/gemm/blocking.hpp"

namespace cachebound::operators::conv2d {
namespace {

constexpr double l2_share = 0.5;  // of the tiles that are transformed, multiplied and transformed back together

template <int m>
void transform(const float* filter, double* to) {
  constexpr int a = Winograd<m>::points;
  const auto& g = Winograd<m>::filter;
  for (int i = 0; i < a; ++i) {
    for (int j = 0; j < a; ++j) {
      double sum = 0.0;
      for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 3; ++x) sum += g[i][y] * static_cast<double>(filter[y * 3 + x]) * g[j][x];
      }
      to[i * a + j] = sum;
    }
  }
}

}  // namespace

void transform_filter(int outputs, const float* filter, double* to) {
  if (outputs == 2) {
    transform<2>(filter, to);
  } else {
    transform<4>(filter, to);
  }
}

WinogradPlan winograd_plan(const WinogradKernel& kernel, const ConvShape& s, int rows_of_tile,
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
  const double tile_bytes = 4.0 * plan.places * (plan.channels + plan.outputs);
  const int fit = static_cast<int>(gemm::l2_bytes(caches) * l2_share / tile_bytes) / rows_of_tile * rows_of_tile;
  plan.together = std::min(plan.tiles.h * plan.tiles.w, std::max(4 * rows_of_tile, fit));
  return plan;
}

void pack_winograd_weights(gemm::Product product, const WinogradPlan& plan, int outputs, const float* weights,
                           std::span<float> packed) {
  const ConvShape& s = plan.shape;
  const std::size_t of_place = static_cast<std::size_t>(s.c) * static_cast<std::size_t>(s.o);
  std::vector<float> turned(of_place * static_cast<std::size_t>(plan.places));
  double transformed[largest_winograd_points * largest_winograd_points];
  for (int o = 0; o < s.o; ++o) {
    for (int c = 0; c < s.c; ++c) {
      transform_filter(outputs, weights + (std::ptrdiff_t{o} * s.c + c) * 9, transformed);
      for (int place = 0; place < plan.places; ++place) {
        turned[static_cast<std::size_t>(place) * of_place +
               static_cast<std::size_t>(c) * static_cast<std::size_t>(s.o) + static_cast<std::size_t>(o)] =
            static_cast<float>(transformed[place]);
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

}  // namespace cachebound::operators::conv2d
