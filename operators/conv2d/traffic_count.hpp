// SPDX-License-Identifier: Apache-2.0
// Bytes that the load and store instructions of our convolutions ask for, counted by walking what they walk: the bridge
// between the code and the closed forms of analysis (gemm/traffic_count.hpp).
#pragma once

#include "operators/conv2d/depthwise_plan.hpp"
#include "operators/conv2d/direct_plan.hpp"
#include "operators/conv2d/winograd_plan.hpp"
#include "operators/gemm/traffic_count.hpp"

namespace cachebound::operators::conv2d {

gemm::LoadStore count_direct_traffic(const DirectPlan& plan);
gemm::LoadStore count_depthwise_traffic(const DepthwisePlan& plan);
gemm::LoadStore count_winograd_traffic(const WinogradKernel& kernel, const WinogradPlan& plan,
                                       const GemmBlocking& blocking);
gemm::LoadStore count_im2col_traffic(const ConvShape& shape, const GemmBlocking& blocking);

}  // namespace cachebound::operators::conv2d
