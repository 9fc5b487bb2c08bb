// SPDX-License-Identifier: Apache-2.0
// Our own depthwise convolution: one input channel, one filter, one output channel each.
#pragma once

#include <vector>

#include "microbench/isa.hpp"
#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/depthwise_kernel.hpp"
#include "operators/operator.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// Groups that are not single channels are not_applicable. `cpus`: of a team, the caller's first; fewer than two: the
/// calling thread alone.
template <typename T>
PreparedResult prepare_depthwise(Isa isa, const DepthwiseKernelsOf<T>& kernels, const simd::RearrangeOf<T>& rearrange,
                                 ConvOperandsOf<T> operands, const std::vector<int>& cpus = {});
extern template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<float>&, const simd::RearrangeOf<float>&,
                                                 ConvOperandsOf<float>, const std::vector<int>&);
extern template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<double>&,
                                                 const simd::RearrangeOf<double>&, ConvOperandsOf<double>,
                                                 const std::vector<int>&);
extern template PreparedResult prepare_depthwise(Isa, const DepthwiseKernelsOf<Half>&, const simd::RearrangeOf<Half>&,
                                                 ConvOperandsOf<Half>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
