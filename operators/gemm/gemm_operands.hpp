// SPDX-License-Identifier: Apache-2.0
// The matrices of one case, filled from a seed: every backend and the reference see the same numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "microbench/result.hpp"
#include "operators/fill.hpp"
#include "operators/float_buffer.hpp"
#include "operators/gemm/gemm_shape.hpp"

namespace cachebound::operators::gemm {

template <typename T>
struct GemmOperandsOf {
  GemmShape shape;
  Buffer<T> a;  ///< batch x m x k, or batch x k x m
  Buffer<T> b;  ///< batch x k x n, or batch x n x k
  Buffer<ResultOf<T>> c;  ///< batch x m x n, NaN until it is computed
};
using GemmOperands = GemmOperandsOf<float>;

/// Calls product(a, b, c) for each product of the batch.
template <typename T, typename F>
void each_product(GemmOperandsOf<T>& x, F&& product) {
  const GemmShape& s = x.shape;
  for (std::size_t i = 0; i < static_cast<std::size_t>(s.batch); ++i)
    product(x.a.data() + i * elements(s.m, s.k), x.b.data() + i * elements(s.k, s.n),
            x.c.data() + i * elements(s.m, s.n));
}

/// Input and output of a layer whose weights are B.
template <typename T>
std::vector<std::span<const std::byte>> activations(const GemmOperandsOf<T>& x) {
  return {std::as_bytes(x.a.values()), std::as_bytes(x.c.values())};
}

template <typename T = float>
Result<GemmOperandsOf<T>> make_operands(const GemmShape& shape, std::uint64_t seed);

/// Uniform, from two streams of the seed.
template <typename T>
void fill_a(std::span<T> values, std::uint64_t seed) {
  fill_uniform(values, seed);
}
template <typename T>
void fill_b(std::span<T> values, std::uint64_t seed) {
  fill_uniform(values, ~seed);
}

}  // namespace cachebound::operators::gemm
