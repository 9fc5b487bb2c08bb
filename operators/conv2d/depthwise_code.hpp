// SPDX-License-Identifier: Apache-2.0
// The depthwise tile as a template over a vector policy (simd/policy.hpp). Indices are template arguments, for the
// reason that gemm/register_tile.hpp gives.
#pragma once

#include <utility>

#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::conv2d {

template <class V, int lines, int across, int stride, bool broadcasts>
struct DepthwiseCode {
  using Reg = typename V::Reg;

  CACHEBOUND_INLINE Reg weight(const float* from) {
    if constexpr (broadcasts) {
      return simd::in_register(V::broadcast(from));
    } else {
      return simd::in_register(V::load(from));
    }
  }
  /// Input line `at` times tap `tap`, for the one output line that wants the two together.
  template <int at, int tap>
  CACHEBOUND_INLINE void product(Reg* acc, Reg x, const Reg* w) {
    if constexpr (at >= tap && (at - tap) % stride == 0 && (at - tap) / stride < lines) {
      acc[(at - tap) / stride] = V::fma(acc[(at - tap) / stride], x, w[tap]);
    }
  }
  template <int at>
  static constexpr bool wanted() {
    for (int tap = 0; tap < across; ++tap) {
      if (at >= tap && (at - tap) % stride == 0 && (at - tap) / stride < lines) return true;
    }
    return false;
  }
  template <int at, std::size_t... tap>
  CACHEBOUND_INLINE void line(Reg* acc, const float*& input, std::ptrdiff_t step, const Reg* w,
                              std::index_sequence<tap...>) {
    if constexpr (wanted<at>()) {
      const Reg x = simd::in_register(V::load(input));
      (product<at, static_cast<int>(tap)>(acc, x, w), ...);
      input = simd::stepped_after(x, input, step);
    } else {
      input = simd::stepped(input, step);
    }
  }
  CACHEBOUND_INLINE Reg next_weight(const float*& weights, std::ptrdiff_t step) {
    const Reg w = weight(weights);
    weights = simd::stepped(weights, step);
    return w;
  }
  template <std::size_t... at, std::size_t... tap>
  CACHEBOUND_INLINE void column(Reg* acc, const float* input, std::ptrdiff_t step, const float*& weights,
                                std::ptrdiff_t weight_step, std::index_sequence<at...>,
                                std::index_sequence<tap...> taps) {
    const Reg w[] = {((void)tap, next_weight(weights, weight_step))...};
    (line<static_cast<int>(at)>(acc, input, step, w, taps), ...);
  }
  template <std::size_t... l>
  CACHEBOUND_INLINE void one(const DepthwiseTile& tile, const float* input, const float* weights, float* output,
                             std::index_sequence<l...>) {
    Reg acc[lines] = {((void)l, V::zero())...};
    const std::int32_t* offset = tile.column_offsets;
    const std::int32_t* end = offset + tile.columns;
    do {
      column(acc, input + *offset++, tile.line_step, weights, broadcasts ? 1 : tile.weight_step,
             std::make_index_sequence<(lines - 1) * stride + across>{}, std::make_index_sequence<across>{});
    } while (offset != end);
    ((V::store(output, acc[l]), output = simd::stepped(output, tile.output_step)), ...);
  }
  static void run(const DepthwiseTile& arguments) {
    const DepthwiseTile tile = arguments;  // a store of results could change theirs: they would be loaded for each
    constexpr std::ptrdiff_t vector_step = broadcasts ? -V::lanes : V::lanes;
    const float* row_input = tile.input;
    float* row_output = tile.output;
    int rows = tile.rows;
    do {
      const float* band_input = row_input;
      float* band_output = row_output;
      int bands = tile.bands;
      do {
        const float* input = band_input;
        const float* weights = tile.weights;
        float* output = band_output;
        int vectors = tile.vectors;
        do {
          one(tile, input, weights, output, std::make_index_sequence<lines>{});
          const std::ptrdiff_t step = !broadcasts && vectors == 2 ? tile.last_step : vector_step;
          input += step;
          output += step;
          if constexpr (!broadcasts) weights += step;
        } while (--vectors > 0);
        band_input += lines * stride * tile.line_step;
        band_output += lines * tile.output_step;
      } while (--bands > 0);
      row_input += tile.row_input_step;
      row_output += tile.row_output_step;
    } while (!broadcasts && --rows > 0);
  }
};

template <class V, int across, int stride, bool broadcasts, std::size_t... l>
constexpr DepthwiseKernel depthwise_kernel(std::index_sequence<l...>) {
  return {.across = across,
          .stride = stride,
          .broadcasts = broadcasts,
          .tile = {&DepthwiseCode<V, static_cast<int>(l) + 1, across, stride, broadcasts>::run...}};
}

template <class V>
inline constexpr DepthwiseKernel depthwise_table[] = {
    depthwise_kernel<V, 3, 1, true>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 3, 2, true>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 5, 1, true>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 5, 2, true>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 1, 1, true>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 3, 1, false>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 3, 2, false>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 5, 1, false>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 5, 2, false>(std::make_index_sequence<depthwise_lines>{}),
    depthwise_kernel<V, 1, 1, false>(std::make_index_sequence<depthwise_lines>{}),
};

template <class V>
constexpr DepthwiseKernels depthwise_kernels() {
  return {.lanes = V::lanes, .first = depthwise_table<V>, .count = 10};
}

}  // namespace cachebound::operators::conv2d
