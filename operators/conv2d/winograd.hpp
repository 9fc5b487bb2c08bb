// SPDX-License-Identifier: Apache-2.0
// Our own Winograd convolution: transformed input tiles times transformed filters, one packed product
// (gemm/product.hpp) for each of the a * a places of a tile, then the way back.
#pragma once

#include <span>
#include <vector>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/operator.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// Kernels other than 3 x 3, strides, dilation and groups are not_applicable. `cpus`: of a team, the caller's first;
/// fewer than two: the calling thread alone.
template <typename T>
PreparedResult prepare_winograd(const WinogradKernelOf<T>& kernel, const gemm::MicroKernelOf<T>& multiply,
                                const simd::RearrangeOf<T>& rearrange, ConvOperandsOf<T> operands,
                                std::span<const Cache> caches, const std::vector<int>& cpus = {});
extern template PreparedResult prepare_winograd(const WinogradKernelOf<float>&, const gemm::MicroKernelOf<float>&,
                                                const simd::RearrangeOf<float>&, ConvOperandsOf<float>,
                                                std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_winograd(const WinogradKernelOf<double>&, const gemm::MicroKernelOf<double>&,
                                                const simd::RearrangeOf<double>&, ConvOperandsOf<double>,
                                                std::span<const Cache>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
