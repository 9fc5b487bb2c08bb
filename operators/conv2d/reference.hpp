// SPDX-License-Identifier: Apache-2.0
// The result that every backend must come close to, summed in double.
//
// An output is an inner product of depth k = C/G * KH * KW, so the bound and the tolerance are those of GEMM
// (gemm/reference.hpp): sum_tolerance, with u = 2^-24 (of f64 2^-53), and k times the least normal number more for
// units that flush denormals to zero; of f16 and bf16 nought, where no sum is rounded.
#pragma once

#include <cstdint>

#include "operators/conv2d/conv_shape.hpp"
#include "operators/sampled_rows.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators::conv2d {

/// Whole rows (of one image and one output channel), all or some: see sampled_rows.hpp.
/// Of operands of type float, double (whose sums keep what each addition loses), Half or Bf16.
template <typename T = float>
Expected reference(const ConvShape& shape, std::uint64_t seed, double limit = full_check_limit);

}  // namespace cachebound::operators::conv2d
