// SPDX-License-Identifier: Apache-2.0
// The result that every backend must come close to, summed in double, or better.
//
// An inner product of depth k, in any order of summation, fused or not, differs from the exact one by at most
// k u / (1 - k u) * sum |a b|, with u = 2^-24 in f32 and 2^-53 in f64 (Higham, Accuracy and Stability of Numerical
// Algorithms, 3.1). The tolerance is twice that, or less for large k (sum_tolerance), and k times the least normal number
// more for units that flush denormals to zero (A32 NEON). What the reference itself errs is neglected: in f32 it is 2^29 times
// smaller; in f64 the products are exact (fill.hpp), and what each sum loses is summed as well (Ogita, Rump and Oishi
// 2005), which leaves one rounding of the result.
#pragma once

#include <cstdint>

#include "operators/gemm/gemm_shape.hpp"
#include "operators/sampled_rows.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators::gemm {

/// Of operands of type float, double, Half or Bf16. The tolerance is nought of Half (gemm_operands.hpp refuses what is
/// longer) and of Bf16 up to about k = 65536, where no order of summation rounds (row_sums.hpp); beyond, of Bf16, that
/// of sums in f32 that are rounded to odd.
template <typename T = float>
Expected reference(const GemmShape& shape, std::uint64_t seed, double limit = full_check_limit);

}  // namespace cachebound::operators::gemm
