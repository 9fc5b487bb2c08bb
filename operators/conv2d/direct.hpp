// SPDX-License-Identifier: Apache-2.0
// Our own direct convolution: weights packed once, the input copied into padded planes by every call.
#pragma once

#include <span>
#include <vector>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/direct_kernel.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

/// `cpus`: of a team, the caller's first; fewer than two: the calling thread alone.
template <typename T>
PreparedResult prepare_direct(const DirectKernelOf<T>& kernel, ConvOperandsOf<T> operands,
                              std::span<const Cache> caches, const std::vector<int>& cpus = {});
extern template PreparedResult prepare_direct(const DirectKernelOf<float>&, ConvOperandsOf<float>,
                                              std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_direct(const DirectKernelOf<double>&, ConvOperandsOf<double>,
                                              std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_direct(const DirectKernelOf<Half>&, ConvOperandsOf<Half>, std::span<const Cache>,
                                              const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
