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

struct GemmOperands {
  GemmShape shape;
  FloatBuffer a;  ///< m x k
  FloatBuffer b;  ///< k x n
  FloatBuffer c;  ///< m x n, NaN until it is computed
};

Result<GemmOperands> make_operands(const GemmShape& shape, std::uint64_t seed);

/// Uniform, from two streams of the seed.
void fill_a(std::span<float> values, std::uint64_t seed);
void fill_b(std::span<float> values, std::uint64_t seed);

}  // namespace cachebound::operators::gemm
