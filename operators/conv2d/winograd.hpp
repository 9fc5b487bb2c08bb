// SPDX-License-Identifier: Apache-2.0
// Our own Winograd convolution: transformed input tiles times transformed filters, one packed product
// (gemm/product.hpp) for each of the a * a places of a tile, then the way back.
#pragma once

#include <span>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/operator.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// Kernels other than 3 x 3, strides, dilation and groups are not_applicable.
PreparedResult prepare_winograd(const WinogradKernel& kernel, const gemm::MicroKernel& multiply,
                                const simd::Rearrange& rearrange, ConvOperands operands, std::span<const Cache> caches);

}  // namespace cachebound::operators::conv2d
