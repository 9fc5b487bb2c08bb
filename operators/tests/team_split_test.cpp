// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/team_split.hpp"

#include <algorithm>

#include "catch_compat.hpp"

using namespace cachebound::operators::gemm;  // NOLINT(google-build-using-namespace): test file

TEST_CASE("shares of a team cover every element of every product once", "[operators][gemm][threads]") {
  for (const GemmShape shape : {GemmShape{1, 1, 1}, GemmShape{37, 83, 5}, GemmShape{200, 16, 3}, GemmShape{64, 64, 64},
                                GemmShape{5, 7, 2, 3}, GemmShape{5, 7, 2, 12}, GemmShape{1, 4099, 1}}) {
    for (const int threads : {1, 2, 3, 8}) {
      std::vector<int> seen(static_cast<std::size_t>(shape.batch) * elements(shape.m, shape.n));
      const auto shares = split_for_team(shape, 6, 16, threads);
      CHECK(shares.size() <= static_cast<std::size_t>(threads));
      for (const Share& share : shares) {
        for (int p = share.products.start; p < share.products.start + share.products.size; ++p)
          for (int i = share.rows.start; i < share.rows.start + share.rows.size; ++i)
            for (int j = share.columns.start; j < share.columns.start + share.columns.size; ++j)
              ++seen[static_cast<std::size_t>(p) * elements(shape.m, shape.n) + elements(i, shape.n) +
                     static_cast<std::size_t>(j)];
        // Whole tiles, but at the edge.
        CHECK((share.rows.start % 6 == 0 && share.columns.start % 16 == 0));
      }
      CHECK(std::ranges::all_of(seen, [](int times) { return times == 1; }));
    }
  }
}

TEST_CASE("a batch is divided by products, one product by the side with more tiles", "[operators][gemm][threads]") {
  const auto batch = split_for_team({8, 8, 8, 5}, 6, 16, 2);
  REQUIRE(batch.size() == 2);
  CHECK(batch[0].products == Range{0, 2});
  CHECK(batch[1].products == Range{2, 3});
  const auto wide = split_for_team({60, 320, 8}, 6, 16, 2);
  REQUIRE(wide.size() == 2);
  CHECK(wide[0].columns == Range{0, 160});
  CHECK(wide[1].rows == Range{0, 60});
  const auto as_in_analysis = split_for_team({64, 96, 32}, 6, 16, 2);  // gemm_traffic_test.cpp has the same halves
  REQUIRE(as_in_analysis.size() == 2);
  CHECK(as_in_analysis[0].rows == Range{0, 30});
  CHECK(as_in_analysis[1].rows == Range{30, 34});
  const auto tall = split_for_team({60, 32, 8}, 6, 16, 4);
  REQUIRE(tall.size() == 4);
  CHECK(tall[3].rows == Range{42, 18});
}
