// SPDX-License-Identifier: Apache-2.0
// Our own depthwise convolution: one input channel, one filter, one output channel each.
#pragma once

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/operator.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// Groups that are not single channels are not_applicable.
PreparedResult prepare_depthwise(Isa isa, const DepthwiseKernels& kernels, const simd::Rearrange& rearrange,
                                 ConvOperands operands);

}  // namespace cachebound::operators::conv2d
