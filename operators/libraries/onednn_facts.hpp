// SPDX-License-Identifier: Apache-2.0
// What oneDNN says of itself, for all operators that it offers.
#pragma once

#include <string>
#include <string_view>

#include "operators/operator.hpp"

namespace cachebound::operators {

/// "oneDNN 2.6.3".
std::string onednn_version();

/// The widest set that oneDNN found and was not forbidden (ONEDNN_MAX_CPU_ISA), as "; allowed avx2"; empty on Arm,
/// where it does not say.
std::string onednn_allowed();

/// The implementation's name tells its set ("brg:avx512_core"), or it is the sgemm ("gemm:jit"), which takes the widest
/// allowed; on an Arm core without 512-bit SVE that is C++ code compiled for the base set. Where operands are of bf16 it is
/// the set that multiplies those: "brg:avx512_core_bf16", "brg:avx512_core_amx_bf16".
Isa onednn_isa(std::string_view implementation, const TargetCore& core, DType dtype = DType::f32);

/// Why it has no products of bf16 here; empty where it has.
Status onednn_without_bf16();

/// So many threads in the parallel regions that the calling thread opens; oneDNN opens no others. It plans for this
/// number when a primitive is created, and takes as many when it runs.
Status onednn_use_threads(int threads);

}  // namespace cachebound::operators
