// SPDX-License-Identifier: Apache-2.0
// How a Winograd convolution is cut: tiles of the output, and how many of them go through all steps together.
#pragma once

#include <span>

#include "microbench/host/host_info.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/gemm/product.hpp"

namespace cachebound::operators::conv2d {

struct WinogradPlan {
  ConvShape shape;
  Pair tiles;        ///< down and across
  Pair padded;       ///< pixels of the padded input
  int channels = 0;  ///< rounded up to whole vectors
  int outputs = 0;   ///< likewise
  int places = 0;    ///< of a tile
  int together = 0;  ///< tiles
};

constexpr int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

/// `rows_of_tile` is the register tile's, of which the tiles that go together are whole multiples.
template <typename T>
WinogradPlan winograd_plan(const WinogradKernelOf<T>& kernel, const ConvShape& shape, int rows_of_tile,
                           std::span<const Cache> caches);

/// Transforms [O][C][3][3] and packs each place's [C][O] as `product` reads it.
template <typename T>
void pack_winograd_weights(gemm::ProductOf<T> product, const WinogradPlan& plan, int outputs, const T* weights,
                           std::span<T> packed);

extern template WinogradPlan winograd_plan(const WinogradKernelOf<float>&, const ConvShape&, int,
                                           std::span<const Cache>);
extern template WinogradPlan winograd_plan(const WinogradKernelOf<double>&, const ConvShape&, int,
                                           std::span<const Cache>);
extern template void pack_winograd_weights(gemm::ProductOf<float>, const WinogradPlan&, int, const float*,
                                           std::span<float>);
extern template void pack_winograd_weights(gemm::ProductOf<double>, const WinogradPlan&, int, const double*,
                                           std::span<double>);

}  // namespace cachebound::operators::conv2d
