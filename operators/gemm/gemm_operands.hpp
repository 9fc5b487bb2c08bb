// SPDX-License-Identifier: Apache-2.0
// The matrices of one case, filled from a seed: every backend and the reference see the same numbers.
#pragma once

#include <cstdint>
#include <span>

#include "microbench/result.hpp"
#include "operators/fill.hpp"
#include "operators/float_buffer.hpp"
#include "operators/gemm/gemm_shape.hpp"

namespace cachebound::operators::gemm {

template <typename T>
struct GemmOperandsOf {
  GemmShape shape;
  Buffer<T> a;  ///< m x k
  Buffer<T> b;  ///< k x n
  Buffer<T> c;  ///< m x n, NaN until it is computed
};
using GemmOperands = GemmOperandsOf<float>;

/// Of float, or of double.
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
