// SPDX-License-Identifier: Apache-2.0
// Every implementation of GEMM, in pedagogical order: the definition, the idea, the libraries.
//
// Names:   naive                 three loops
//          tiled                 own kernel, widest instruction set of the core, its default tile
//          tiled-<isa>           the same, instruction set forced:        tiled-avx2
//          tiled-<isa>-<mr>x<nr> the same, register tile forced as well:  tiled-avx2-6x16
//          tiled-<isa>-<form>-<mr>x<nr>  of a set with several forms:     tiled-neon_bf16-mmla-8x12
//          openblas, blis, onednn, xnnpack    libraries that choose their kernels by the core
//          eigen, eigen-<isa>    a library that is compiled here for each instruction set
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "operators/gemm/gemm_shape.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

/// What cannot run on this core, or is not in this build, is listed with the reason. The names do not depend on the
/// core, only on the architecture of the build.
std::vector<Backend> backends(const TargetCore& core);

/// `name` must be one of those, and `dtype` a type that it has; the error of one that is unavailable is its reason.
PreparedResult prepare(std::string_view name, const GemmShape& shape, DType dtype, std::uint64_t seed,
                       const TargetCore& core);

}  // namespace cachebound::operators::gemm
