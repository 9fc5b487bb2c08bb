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
  using T = typename V::Element;
  using Word = DepthwiseWord;

  /// A word, read here and at every round of the loop around it.
  CACHEBOUND_INLINE std::ptrdiff_t read(const std::int32_t*& words, int at) {
    words = simd::opaque(words);
    return words[at];
  }
  CACHEBOUND_INLINE Reg weight(const T* from) {
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
  CACHEBOUND_INLINE void line(Reg* acc, const T*& input, std::ptrdiff_t step, const Reg* w,
                              std::index_sequence<tap...>) {
    if constexpr (wanted<at>()) {
      const Reg x = simd::in_register(V::load(input));
      (product<at, static_cast<int>(tap)>(acc, x, w), ...);
      input = simd::stepped_after(x, input, step);
    } else {
      input = simd::stepped(input, step);
    }
  }
  CACHEBOUND_INLINE Reg next_weight(const T*& weights, std::ptrdiff_t step) {
    const Reg w = weight(weights);
    weights = simd::stepped(weights, step);
    return w;
  }
  template <std::size_t... at, std::size_t... tap>
  CACHEBOUND_INLINE void column(Reg* acc, const T* input, std::ptrdiff_t step, const T*& weights,
                                std::ptrdiff_t weight_step, std::index_sequence<at...>,
                                std::index_sequence<tap...> taps) {
    const Reg w[] = {((void)tap, next_weight(weights, weight_step))...};
    (line<static_cast<int>(at)>(acc, input, step, w, taps), ...);
  }
  template <std::size_t... l>
  CACHEBOUND_INLINE void one(const std::int32_t*& words, const T* input, std::ptrdiff_t line_step, const T* weights,
                             std::ptrdiff_t weight_step, T* output, std::index_sequence<l...>) {
    Reg acc[lines] = {((void)l, V::zero())...};
    std::ptrdiff_t columns = read(words, Word::columns);
    const std::int32_t* offset = simd::opaque(words + Word::offsets);
    do {
      column(acc, input + *offset++, line_step, weights, weight_step,
             std::make_index_sequence<(lines - 1) * stride + across>{}, std::make_index_sequence<across>{});
    } while (--columns > 0);
    const std::ptrdiff_t step = read(words, Word::output_step);
    ((V::store(output, acc[l]), output = simd::stepped(output, step)), ...);
  }
  static void run(const std::int32_t* words, const T* input, const T* weights, T* output) {
    const std::ptrdiff_t line_step = words[Word::line_step];
    const std::ptrdiff_t weight_step = broadcasts ? 1 : words[Word::weight_step];
    std::ptrdiff_t planes = words[Word::planes];
    do {
      std::ptrdiff_t bands = read(words, Word::bands);
      do {
        std::ptrdiff_t vectors = read(words, Word::vectors);
        for (;;) {
          one(words, input, line_step, weights, weight_step, output, std::make_index_sequence<lines>{});
          if (--vectors == 0) break;
          const std::ptrdiff_t step = vectors == 1 ? read(words, Word::last_step) : V::lanes;
          input += step;
          output += step;
          if constexpr (!broadcasts) weights += step;
        }
        input += read(words, Word::input_band);
        output += read(words, Word::output_band);
        if constexpr (!broadcasts) weights += read(words, Word::weights_band);
      } while (--bands > 0);
      input += read(words, Word::input_plane);
      output += read(words, Word::output_plane);
      if constexpr (broadcasts) weights += read(words, Word::weights_plane);
    } while (--planes > 0);
  }
};

template <class V, int across, int stride, bool broadcasts, std::size_t... l>
constexpr DepthwiseKernelOf<typename V::Element> depthwise_kernel(std::index_sequence<l...>) {
  return {.taps = {.across = across, .stride = stride, .broadcasts = broadcasts},
          .tile = {&DepthwiseCode<V, static_cast<int>(l) + 1, across, stride, broadcasts>::run...}};
}

template <class V>
inline constexpr DepthwiseKernelOf<typename V::Element> depthwise_table[] = {
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
constexpr DepthwiseKernelsOf<typename V::Element> depthwise_kernels() {
  return {.lanes = V::lanes, .first = depthwise_table<V>, .count = 10};
}

}  // namespace cachebound::operators::conv2d
