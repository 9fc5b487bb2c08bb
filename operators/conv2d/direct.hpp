// SPDX-License-Identifier: Apache-2.0
// Our own direct convolution: weights packed once, the input copied into padded planes by every call.
#pragma once

#include <span>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

PreparedResult prepare_direct(const DirectKernel& kernel, ConvOperands operands, std::span<const Cache> caches);

}  // namespace cachebound::operators::conv2d
