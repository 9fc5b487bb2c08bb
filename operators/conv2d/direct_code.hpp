// SPDX-License-Identifier: Apache-2.0
// The direct convolution's register tile as a template over a vector policy (simd/policy.hpp). One step of it, a pixel
// block times a vector of weights, is that of GEMM: pixels are its rows of A, output channels its columns of B.
#pragma once

#include <utility>

#include "operators/conv2d/direct_kernel.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/rearrange_code.hpp"

namespace cachebound::operators::conv2d {

template <class V, int width, int vectors>
struct DirectTileCode {
  using Tile = gemm::RegisterTile<V, width, vectors>;
  using Reg = typename V::Reg;
  using T = typename V::Element;

  /// Where the tile's results go is read when they are there: during the loops each register is worth a store to the
  /// stack for every tile.
  template <std::size_t... t>
  CACHEBOUND_INLINE void one(const DirectTilesOf<T>& tiles, const TilePlace& place, std::index_sequence<t...>) {
    Reg acc[Tile::accumulators] = {((void)t, V::zero())...};
    const T* first = tiles.input + place.input;
    const T* weights = tiles.weights;
    const std::ptrdiff_t channel_stride = tiles.channel_stride;
    const std::int32_t* offset = tiles.tap_offsets;
    // Taps outside, channels inside: one offset serves all channels, and the inner loop is GEMM's.
    for (int tap = tiles.taps; tap > 0; --tap) {
      const T* input = first + *offset++;
      for (int channel = tiles.channels; channel > 0; --channel) {
        Tile::step(acc, input, weights, std::make_index_sequence<width>{}, std::make_index_sequence<vectors>{});
        input += channel_stride;
        weights = simd::stepped(weights, Tile::nr);
      }
    }
    T* output = tiles.output + place.pixel * tiles.pixel_stride;
    if (tiles.accumulate) {
      Tile::add_rows(acc, output, tiles.pixel_stride, std::make_index_sequence<width>{});
    } else {
      Tile::store_rows(acc, output, tiles.pixel_stride, std::make_index_sequence<width>{});
    }
  }
  static void run(const DirectTilesOf<T>& tiles) {
    const TilePlace* place = tiles.places;
    for (int left = tiles.count; left > 0; --left) {
      one(*simd::stepped(&tiles, 0), *place++, std::make_index_sequence<Tile::accumulators>{});
    }
  }
};

template <class V, int vectors, std::size_t... w>
constexpr DirectKernelOf<typename V::Element> direct_kernel(Isa isa, std::index_sequence<w...>) {
  return {.isa = isa,
          .width = static_cast<int>(sizeof...(w)),
          .outputs = vectors * V::lanes,
          .vector_bytes = static_cast<int>(sizeof(typename V::Reg)),
          .pixels_per_load = V::lanes_of_a,
          .compute = {&DirectTileCode<V, static_cast<int>(w) + 1, vectors>::run...},
          .rearrange = simd::rearrange<V>()};
}

/// Tiles of 1 to `width` pixels, `vectors` registers of output channels.
template <class V, int width, int vectors>
constexpr DirectKernelOf<typename V::Element> direct_kernel(Isa isa) {
  static_assert(width <= largest_width);
  return direct_kernel<V, vectors>(isa, std::make_index_sequence<width>{});
}

}  // namespace cachebound::operators::conv2d
