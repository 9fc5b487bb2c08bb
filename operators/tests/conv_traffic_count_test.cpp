// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>
#include <vector>

#include "catch_compat.hpp"
#include "operators/conv2d/im2col.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/traffic_count.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): test file
namespace conv2d = cachebound::operators::conv2d;
using operators::gemm::LoadStore;

namespace {

conv2d::DirectKernelOf<float> tile_of(int width, int outputs) {
  conv2d::DirectKernelOf<float> kernel;
  kernel.width = width;
  kernel.outputs = outputs;
  return kernel;
}

conv2d::ConvShape shape_of(const char* text) { return conv2d::parse_conv_shape(text).value(); }

}  // namespace

TEST_CASE("every tile and every element of a direct convolution is counted", "[operators][traffic]") {
  // 5 x 5 pixels, rows of 3 + 2, 10 outputs in blocks of 8: the padded copy, 20 tiles, the way out of the scratch.
  const conv2d::DirectPlan plan = conv2d::direct_plan(shape_of("n1c3h5w5_o10k3s1p1"), tile_of(4, 8), {});
  CHECK(plan.places.size() == 10);
  CHECK(plan.outputs.size() == 2);
  const std::int64_t steps = 9 * 3 * 4 * (25 + 10 * 8) + 10 * (9 * 4 + 8);
  CHECK(conv2d::count_direct_traffic(plan, 4) ==
        LoadStore{4 * 75 + 2 * steps + 4 * 250, 4 * 75 + 2 * 4 * 25 * 8 + 4 * 250});
}

TEST_CASE("the tiles of a direct convolution cover every output once", "[operators][conv2d]") {
  for (const char* text :
       {"n1c3h23w23_o19k7s2p3", "n1c19h9w9_o23k1s1p0", "n1c8h7w7_o40k1s3p0", "n1c6h21w16_o8k3s2p3d3"}) {
    for (const int width : {1, 4, 6, 14}) {
      const conv2d::DirectPlan plan = conv2d::direct_plan(shape_of(text), tile_of(width, 16), {});
      const conv2d::Pair out = conv2d::output_size(plan.shape);
      std::vector<int> covered(static_cast<std::size_t>(out.h) * static_cast<std::size_t>(out.w));
      for (const conv2d::Region& region : plan.regions) {
        for (const conv2d::TileRun& run : std::span(plan.runs).subspan(region.first, region.runs)) {
          CHECK((run.width >= 1 && run.width <= width));
          for (int i = 0; i < run.count; ++i) {
            const auto pixel = region.pixel + plan.places[run.first + static_cast<std::size_t>(i)].pixel;
            for (int x = 0; x < run.width; ++x) ++covered[static_cast<std::size_t>(pixel + x)];
          }
        }
      }
      CHECK(std::ranges::all_of(covered, [](int times) { return times == 1; }));
      CHECK(plan.pixels() == static_cast<std::ptrdiff_t>(covered.size()));
    }
  }
}

TEST_CASE("planes keep the phases that taps need and an odd number of lines", "[operators][conv2d]") {
  const conv2d::PlaneLayout pointwise = conv2d::plane_layout(shape_of("n1c4h8w8_o4k1s2p0"), 16);
  CHECK(pointwise.row_length == 4);
  REQUIRE(pointwise.rows.size() == 1);
  CHECK(pointwise.rows.front().count == 4);
  const conv2d::PlaneLayout strided = conv2d::plane_layout(shape_of("n1c4h8w8_o4k3s2p1"), 16);
  CHECK(strided.columns.size() == 2);
  CHECK(strided.row_length == 2 * 5);
  for (const conv2d::PlaneLayout& layout : {pointwise, strided}) CHECK(layout.channel_stride / 16 % 2 == 1);
}
