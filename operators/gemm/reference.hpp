// SPDX-License-Identifier: Apache-2.0
// The result that every backend must come close to, summed in double.
//
// An f32 inner product of depth k, in any order of summation, fused or not, differs from the exact one by at most
// k u / (1 - k u) * sum |a b|, with u = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). The
// tolerance is twice that, 2 k u * sum |a b|, and k * 2^-126 more for units that flush denormals to zero (A32 NEON).
// The reference's own error, 2^29 times smaller, is neglected.
#pragma once

#include <cstdint>

#include "operators/gemm/gemm_shape.hpp"
#include "operators/sampled_rows.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators::gemm {

Expected reference(const GemmShape& shape, std::uint64_t seed, double limit = full_check_limit);

}  // namespace cachebound::operators::gemm
