// SPDX-License-Identifier: Apache-2.0
// Our own direct convolution: weights packed once, the input copied into padded planes by every call.
#pragma once

#include <span>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

template <typename T>
PreparedResult prepare_direct(const DirectKernelOf<T>& kernel, ConvOperandsOf<T> operands,
                              std::span<const Cache> caches);
extern template PreparedResult prepare_direct(const DirectKernelOf<float>&, ConvOperandsOf<float>,
                                              std::span<const Cache>);
extern template PreparedResult prepare_direct(const DirectKernelOf<double>&, ConvOperandsOf<double>,
                                              std::span<const Cache>);

}  // namespace cachebound::operators::conv2d
