// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/traffic_count.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): test file
namespace gemm = cachebound::operators::gemm;

TEST_CASE("the bytes of a GEMM of whole tiles are those counted by hand", "[operators][traffic]") {
  // 12 x 32 x 10 in tiles of 6 x 16, two blocks of depth 5: 2 x 2 tiles, each 10 steps of 22 floats.
  const gemm::TiledTraffic t = gemm::count_tiled_traffic({12, 32, 10}, {6, 16, 12, 32, 5, 32});
  CHECK(t.pack_a == gemm::LoadStore{4 * 12 * 10, 4 * 12 * 10});
  CHECK(t.pack_b == gemm::LoadStore{4 * 32 * 10, 4 * 32 * 10});
  CHECK(t.panels == gemm::LoadStore{4 * 4 * 10 * 22, 0});
  CHECK(t.c == gemm::LoadStore{4 * 12 * 32, 2 * 4 * 12 * 32});
  CHECK(t.edge_tile == gemm::LoadStore{0, 0});
}

TEST_CASE("a partial tile costs a whole one, and its way through the scratch tile", "[operators][traffic]") {
  const gemm::TiledTraffic t = gemm::count_tiled_traffic({1, 1, 3}, {6, 16, 6, 16, 8, 32});
  CHECK(t.pack_a == gemm::LoadStore{4 * 3, 4 * 6 * 3});
  CHECK(t.pack_b == gemm::LoadStore{4 * 3, 4 * 16 * 3});
  CHECK(t.panels == gemm::LoadStore{4 * 3 * 22, 0});
  CHECK(t.c == gemm::LoadStore{0, 4});
  CHECK(t.edge_tile == gemm::LoadStore{4, 4 * 6 * 16});
}

TEST_CASE("the walked count equals the closed form for any shape and blocks", "[operators][traffic]") {
  for (const auto& [m, n, k] : {std::tuple{37, 83, 29}, {64, 64, 64}, {1, 100, 7}, {100, 1, 300}, {131, 257, 65}}) {
    for (const auto& [mr, nr, mc, nc, kc] : {std::tuple{6, 16, 12, 32, 5}, {8, 32, 64, 512, 64}, {4, 8, 4, 8, 1}}) {
      const gemm::TiledTraffic t = gemm::count_tiled_traffic({m, n, k}, {mr, nr, mc, nc, kc, 16});
      const auto up = [](int a, int b) { return std::int64_t{(a + b - 1) / b}; };
      const std::int64_t row_panels = up(m, mr), column_panels = up(n, nr), depths = up(k, kc), columns = up(n, nc);
      const std::int64_t whole = std::int64_t{m / mr} * (n / nr);
      const std::int64_t partial = row_panels * column_panels - whole;
      const std::int64_t in_partial = std::int64_t{m} * n - whole * mr * nr;
      CHECK(t.pack_a == gemm::LoadStore{4 * columns * m * k, 4 * columns * row_panels * mr * k});
      CHECK(t.pack_b == gemm::LoadStore{4 * std::int64_t{n} * k, 4 * column_panels * nr * k});
      CHECK(t.panels == gemm::LoadStore{4 * row_panels * column_panels * k * (mr + nr), 0});
      CHECK(t.c == gemm::LoadStore{4 * std::int64_t{m} * n * (depths - 1), 4 * std::int64_t{m} * n * depths});
      CHECK(t.edge_tile == gemm::LoadStore{4 * in_partial * depths, 4 * partial * mr * nr * depths});
      CHECK(t.total().loaded == t.packing().loaded + t.panels.loaded + t.c.loaded + t.edge_tile.loaded);
    }
  }
}

TEST_CASE("where panels are padded to a multiple in depth, each block of it is", "[operators][traffic]") {
  // 3 x 5 x 7 in one tile of 4 x 8, blocks of depth 5: 5 -> 6 and 2 steps of bf16, whose results are f32.
  const gemm::GemmShape shape{3, 5, 7};
  const GemmBlocking blocking{4, 8, 4, 8, 5, 16};
  const gemm::TiledTraffic t = gemm::count_tiled_traffic(shape, blocking, gemm::Ahead::none, {2, 4, 2});
  CHECK(t.pack_a == gemm::LoadStore{2 * 3 * 7, 2 * 4 * 8});
  CHECK(t.pack_b == gemm::LoadStore{2 * 5 * 7, 2 * 8 * 8});
  CHECK(t.panels == gemm::LoadStore{2 * 8 * 12, 0});
  CHECK(t.c == gemm::LoadStore{4 * 15, 2 * 4 * 15});
  CHECK(t.edge_tile == gemm::LoadStore{2 * 4 * 15, 2 * 4 * 32});
}
