// SPDX-License-Identifier: Apache-2.0
// Bytes that the load and store instructions of our convolutions ask for, counted by walking what they walk: the bridge
// between the code and the closed forms of analysis (gemm/traffic_count.hpp).
#pragma once

#include "operators/conv2d/depthwise_plan.hpp"
#include "operators/conv2d/direct_plan.hpp"
#include "operators/conv2d/winograd_plan.hpp"
#include "operators/gemm/traffic_count.hpp"

namespace cachebound::operators::conv2d {

gemm::LoadStore count_naive_traffic(const ConvShape& shape, const gemm::ElementFacts& element = {});
/// `element`: bytes of one. Of `threads`: of all of a team.
gemm::LoadStore count_direct_traffic(const DirectPlan& plan, std::int64_t element, int threads = 1);
/// A team's are those of its shares' plans (conv_team.hpp).
gemm::LoadStore count_depthwise_traffic(const DepthwisePlan& plan, std::int64_t element);
/// Of the kernel only its form is asked, which is that of any type.
gemm::LoadStore count_winograd_traffic(const WinogradKernelOf<float>& kernel, const WinogradPlan& plan,
                                       const GemmBlocking& blocking, int threads = 1,
                                       const gemm::ElementFacts& element = {});
gemm::LoadStore count_im2col_traffic(const ConvShape& shape, const GemmBlocking& blocking, int threads = 1,
                                     const gemm::ElementFacts& element = {});

}  // namespace cachebound::operators::conv2d
