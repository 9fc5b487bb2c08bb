// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/blocking.hpp"

#include "catch_compat.hpp"
#include "operators/gemm/microkernel_table.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

std::vector<Cache> caches(double l1, double l2) {
  Cache first;
  first.level = Level::l1;
  first.size = {l1};
  Cache second;
  second.level = Level::l2;
  second.size = {l2};
  return {first, second};
}

constexpr gemm::MicroKernel tile(int mr, int nr) {
  return {.isa = Isa::scalar, .mr = mr, .nr = nr, .vector_bytes = 16, .multiply = {}, .pack_a = {}, .pack_b = {}};
}

}  // namespace

TEST_CASE("blocks are whole tiles and fit the caches they are meant for", "[operators][blocking]") {
  for (const auto& [l1, l2] : {std::pair{32768.0, 1048576.0}, {49152.0, 2097152.0}, {32768.0, 262144.0}}) {
    for (const auto& [mr, nr] : {std::pair{8, 32}, {6, 16}, {8, 12}, {14, 32}, {4, 8}, {12, 8}}) {
      for (const int n : {1, 31, 256, 512, 1000, 2048}) {
        const auto memory = caches(l1, l2);
        const GemmBlocking b = gemm::choose_blocking(tile(mr, nr), {n, n, n}, memory);
        INFO(mr << "x" << nr << " n " << n << ": mc " << b.mc << " nc " << b.nc << " kc " << b.kc);
        CHECK((b.mc > 0 && b.mc % mr == 0));
        CHECK((b.nc > 0 && b.nc % nr == 0));
        CHECK(b.kc > 0);
        CHECK(4.0 * b.kc * nr <= l1);
        CHECK(4.0 * b.kc * b.mc <= l2);
        CHECK(b == gemm::choose_blocking(tile(mr, nr), {n, n, n}, memory));
      }
    }
  }
}

TEST_CASE("blocks are of equal size, not full ones and a rest", "[operators][blocking]") {
  const auto memory = caches(32768, 1048576);
  CHECK(gemm::choose_blocking(tile(6, 16), {512, 512, 512}, memory).kc == 256);
  CHECK(gemm::choose_blocking(tile(8, 32), {512, 512, 512}, memory).kc == 172);
}

TEST_CASE("larger caches never make smaller blocks", "[operators][blocking]") {
  int depth = 0;
  for (double l1 = 8192; l1 <= 262144; l1 *= 2) {
    const int kc = gemm::choose_blocking(tile(8, 12), {4096, 4096, 4096}, caches(l1, 1048576)).kc;
    CHECK(kc >= depth);
    depth = kc;
  }
}

TEST_CASE("a core that states no cache sizes still gets blocks", "[operators][blocking]") {
  const GemmBlocking b = gemm::choose_blocking(tile(8, 12), {512, 512, 512}, {});
  CHECK(4.0 * b.kc * b.nr <= gemm::fallback_l1_bytes);
  CHECK(4.0 * b.kc * b.mc <= gemm::fallback_l2_bytes);
}
