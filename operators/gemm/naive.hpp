// SPDX-License-Identifier: Apache-2.0
// The definition of the operator as three loops. It stays naive: it is the floor of every table, not a contender.
#pragma once

#include "operators/bf16.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::gemm {

/// One product. Per multiply-add one load of A and one of B; one store per element of C (read off the disassembly).
void naive_gemm(const GemmShape& shape, const float* a, const float* b, float* c);
void naive_gemm(const GemmShape& shape, const double* a, const double* b, double* c);
/// Product and sum rounded to f16 each.
void naive_gemm(const GemmShape& shape, const Half* a, const Half* b, Half* c);
/// Product and sum in f32.
void naive_gemm(const GemmShape& shape, const Bf16* a, const Bf16* b, float* c);

}  // namespace cachebound::operators::gemm
