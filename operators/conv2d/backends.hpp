// SPDX-License-Identifier: Apache-2.0
// Every implementation of convolution, in pedagogical order: the definition, the ideas, the libraries.
//
// Names:   naive                      the definition's loops
//          im2col                     the input laid out as a matrix, then our packed GEMM
//          direct                     register tile of pixels x output channels over a padded copy of the input
//          depthwise                  lines of vectors; groups of one channel only
//          winograd2, winograd4       F(2x2, 3x3) and F(4x4, 3x3); fewer products than the definition
//          onednn, onednn-any, xnnpack  libraries
// each own kernel in the widest instruction set of the core and its default tile; with -<isa> the set is forced, with
// -<isa>-<pixels>x<outputs> the tile as well: direct-avx2-4x24. Sets of one type alone have names of their own:
// im2col-neon_bf16, direct-avx512_fp16-8x96.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "operators/conv2d/conv_shape.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

/// What cannot run on this core, or is not in this build, is listed with the reason. The names do not depend on the
/// core, only on the architecture of the build.
std::vector<Backend> backends(const TargetCore& core);

/// `name` must be one of those; the error of one that is unavailable, or not made for this shape, is its reason.
PreparedResult prepare(std::string_view name, const ConvShape& shape, DType dtype, std::uint64_t seed,
                       const TargetCore& core);

}  // namespace cachebound::operators::conv2d
