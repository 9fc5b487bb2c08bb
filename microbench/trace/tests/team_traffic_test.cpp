// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/gemm_traffic.hpp"
#include "catch_compat.hpp"
#include "operators/conv2d/conv_team.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/traffic_count.hpp"
#include "operators/gemm/team_split.hpp"
#include "operators/gemm/traffic_count.hpp"

namespace analysis = cachebound::analysis;
namespace conv2d = cachebound::operators::conv2d;
namespace gemm = cachebound::operators::gemm;
using cachebound::ConvBlocking;
using cachebound::GemmBlocking;

namespace {

const std::vector<int> team_sizes{1, 2, 3, 4, 7, 16};

struct Convolution {
  conv2d::ConvShape shape;
  analysis::ConvProblem problem;
};

Convolution convolution(const std::string& text) {
  const auto shape = conv2d::parse_conv_shape(text);
  const auto problem = analysis::parse_conv_problem(text);
  REQUIRE(shape);
  REQUIRE(problem);
  return {*shape, *problem};
}

void check(const gemm::LoadStore& counted, const analysis::CallBytes& bytes) {
  CHECK(counted ==
        gemm::LoadStore{bytes.kernel.read + bytes.packing.read, bytes.kernel.written + bytes.packing.written});
}

/// The problems, each in both layouts, by every team.
template <typename F>
void each_team(const std::vector<std::string>& problems, F&& body) {
  for (const std::string& problem : problems) {
    for (const char* layout : {"", "_nhwc"}) {
      const Convolution c = convolution(problem + layout);
      for (const int threads : team_sizes) {
        INFO(problem << layout << " by " << threads);
        body(c, threads);
      }
    }
  }
}

}  // namespace

TEST_CASE("what a team's GEMM moves is what its shares move", "[trace][threads]") {
  const GemmBlocking blocking{6, 16, 12, 32, 20, 32};
  for (const char* text : {"m61n101k331", "m183n17k31", "m3n5k7", "b5m13n29k17", "b3m61n53k33"}) {
    const auto shape = gemm::parse_gemm_shape(text);
    const auto problem = analysis::parse_gemm_problem(text);
    REQUIRE((shape && problem));
    for (const int threads : team_sizes) {
      gemm::LoadStore counted;
      for (const gemm::Share& share : gemm::split_for_team(*shape, blocking.mr, blocking.nr, threads)) {
        const auto one = gemm::count_tiled_traffic(gemm::shape_of(share, *shape), blocking).total();
        counted += {share.products.size * one.loaded, share.products.size * one.stored};
      }
      check(counted, analysis::team_l1_bytes(*problem, blocking, threads));
    }
  }
}

TEST_CASE("what a team's im2col moves is what its shares move", "[trace][threads]") {
  each_team({"n1c61h11w29_o43k3s1p1", "n1c17h5w3_o331k3s1p1", "n1c331h9w11_o53k1s1p0", "n5c6h7w9_o10k3s2p1g2",
             "n3c3h3w5_o5k2s1p4"},
            [](const Convolution& c, int threads) {
              const GemmBlocking blocking{6, 16, 12, 32, 20, 32};
              check(conv2d::count_im2col_traffic(c.shape, blocking, threads),
                    analysis::im2col_l1_bytes(c.problem, blocking, threads));
            });
}

TEST_CASE("what a team's direct convolution moves is what one thread moves", "[trace][threads]") {
  each_team({"n1c61h31w29_o43k3s1p1", "n1c509h5w13_o19k3s1p1", "n5c6h7w9_o10k3s2p1g2", "n1c3h59w61_o35k3s1p1"},
            [](const Convolution& c, int threads) {
              const auto& kernel = conv2d::all_kernels().back()->f32.direct.front();
              const conv2d::DirectPlan plan = conv2d::direct_plan(c.shape, kernel, {});
              check(conv2d::count_direct_traffic(plan, 4, threads),
                    analysis::direct_l1_bytes(c.problem, plan.blocking));
            });
}

TEST_CASE("what a team's depthwise convolution moves is what its shares move", "[trace][threads]") {
  each_team({"n1c41h23w37_o41k3s1p1g41", "n1c131h13w11_o131k3s2p1g131", "n1c40h23w5_o40k3s1p2d2g40",
             "n3c33h7w7_o33k5s1p2g33", "n7c3h5w3_o3k3s1p1g3", "n1c5h1w1_o5k3s1p1g5", "n2c35h2w2_o35k3s1p1g35"},
            [](const Convolution& c, int threads) {
              const auto& kernels = conv2d::all_kernels().back()->f32.depthwise;
              gemm::LoadStore counted;
              ConvBlocking blocking{.width = conv2d::depthwise_lines, .outputs = kernels.lanes, .channels = 1};
              for (const conv2d::DepthwiseShare& share : conv2d::depthwise_shares(c.shape, kernels.lanes, threads)) {
                const conv2d::ConvShape own = shape_of(share, c.shape);
                const conv2d::DepthwisePlan plan = conv2d::depthwise_plan(own, kernels, share.rows);
                const gemm::LoadStore once = conv2d::count_depthwise_traffic(plan, 4);
                const std::int64_t times = share.images.size / own.n;
                counted += {times * once.loaded, times * once.stored};
                blocking.pixels_per_load = plan.across;
              }
              check(counted, analysis::depthwise_l1_bytes(c.problem, blocking, threads));
            });
}

TEST_CASE("what a team's Winograd convolution moves is what its shares move", "[trace][threads]") {
  each_team({"n1c17h11w15_o19k3s1p1", "n1c5h43w41_o13k3s1p1", "n3c7h9w9_o5k3s1p0", "n1c64h56w56_o64k3s1p1"},
            [](const Convolution& c, int threads) {
              const GemmBlocking blocking{6, 16, 12, 32, 20, 32};
              const auto& kernels = conv2d::all_kernels().back()->f32.winograd;
              for (const conv2d::WinogradKernelOf<float>& kernel : {kernels.two, kernels.four}) {
                const conv2d::WinogradPlan plan = conv2d::winograd_plan(kernel, c.shape, blocking.mr, {});
                const ConvBlocking tile{.width = kernel.outputs,
                                        .outputs = kernel.lanes,
                                        .channels = plan.together,
                                        .pixels_per_load = 1,
                                        .vector_bytes = 4 * kernel.lanes};
                check(conv2d::count_winograd_traffic(kernel, plan, blocking, threads),
                      analysis::winograd_l1_bytes(c.problem, tile, blocking, threads));
              }
            });
}
