// SPDX-License-Identifier: Apache-2.0
// Every backend against the reference; and our kernels, on integers, against exact arithmetic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/gemm/backends.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/tiled.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file
using gemm::GemmShape;

namespace {

TargetCore this_core() { return {.isas = host_isas(), .caches = {}}; }

template <typename T = float>
std::span<T> values_of(Prepared& op) {
  return std::get<std::span<T>>(op.output());
}

/// Squares, ones, primes, slender ones, and what lies one beside the tiles in use.
const std::vector<GemmShape> shapes{{1, 1, 1},   {1, 64, 64},  {64, 1, 64},  {64, 64, 1},  {2, 3, 5},
                                    {7, 11, 13}, {31, 37, 41}, {64, 64, 64}, {65, 63, 66}, {96, 96, 96},
                                    {5, 200, 3}, {200, 5, 7},  {29, 33, 300}};

/// Each of them as it is, with either operand or both stored as their transposes, and in batches; less where it is slow.
std::vector<GemmShape> variants(const GemmShape& plain) {
  const int m = plain.m;
  const int n = plain.n;
  const int k = plain.k;
  if (CACHEBOUND_TESTS_SLOWED) return {plain, {m, n, k, 1, true, false}, {m, n, k, 3, false, true}};
  std::vector<GemmShape> all;
  for (const int batch : {1, 3})
    for (const bool a : {false, true})
      for (const bool b : {false, true}) all.push_back({m, n, k, batch, a, b});
  return all;
}

/// Small integers: every sum is exact in f32, and in f16, in any order; so is every integer in bf16, so a correct kernel has no error at all.
template <typename T>
void fill_integers(std::span<T> values, int seed) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<T>(static_cast<float>(static_cast<int>((i * 7 + static_cast<std::size_t>(seed)) % 13) - 6));
  }
}

template <typename T>
double exact(const GemmShape& s, const std::vector<T>& a, const std::vector<T>& b, int i, int j) {
  double sum = 0.0;
  for (int p = 0; p < s.k; ++p) {
    const int of_a = s.transpose_a ? p * s.m + i : i * s.k + p;
    const int of_b = s.transpose_b ? j * s.k + p : p * s.n + j;
    sum += static_cast<double>(a[static_cast<std::size_t>(of_a)]) * static_cast<double>(b[static_cast<std::size_t>(of_b)]);
  }
  return sum;
}

}  // namespace

TEST_CASE("every backend that runs here computes the reference's result", "[operators][gemm]") {
  int ran = 0;
  for (const Backend& backend : gemm::backends(this_core())) {
    if (backend.unavailable) continue;
    ++ran;
    for (const DType dtype : backend.dtypes) {
      for (const GemmShape& plain : shapes) {
        for (const GemmShape& shape : variants(plain)) {
          const OperatorId id{"gemm", backend.name, dtype, gemm::to_string(shape)};
          INFO(to_string(id));
          auto prepared = prepare(id, this_core());
          if (!prepared && prepared.error().reason == Reason::not_applicable) {
            CHECK((shape.batch > 1 || shape.transpose_a || shape.transpose_b));
            continue;
          }
          if (!prepared && prepared.error().reason == Reason::not_supported_by_cpu) {
            CHECK(dtype != DType::f32);  // 32-bit Arm has no vectors of f64, and few cores those of f16 or bf16
            continue;
          }
          REQUIRE(prepared);
          const Verification verification = verify(id, **prepared);
          CHECK_FALSE(verification.failure);
          CHECK(verification.max_error <= 1.0);
          CHECK(verification.checked == static_cast<std::size_t>(shape.batch) * gemm::elements(shape.m, shape.n));
          CHECK(contains(this_core().isas, (*prepared)->isa()));
          CHECK_FALSE((*prepared)->implementation().empty());
        }
      }
    }
  }
  CHECK(ran >= 2);
}

template <typename T>
void check_tiles_on_integers() {
  for (const auto& table : gemm::all_kernels_of<T>()) {
    for (const gemm::MicroKernelOf<T>& kernel : table) {
      if (!contains(host_isas(), kernel.isa)) {
        if (&kernel == table.first) std::printf("not executed: %s, which this host lacks\n", to_string(kernel.isa).data());
        continue;
      }
      for (const GemmShape shape :
           {GemmShape{2 * kernel.mr, 2 * kernel.nr, 12}, GemmShape{2 * kernel.mr + 1, kernel.nr - 1, 11},
            GemmShape{kernel.mr - 1, 3 * kernel.nr + 1, 7}, GemmShape{37, 83, 29},
            GemmShape{2 * kernel.mr + 1, 2 * kernel.nr + 3, 11, 1, true, false},
            GemmShape{2 * kernel.mr + 1, 2 * kernel.nr + 3, 11, 1, false, true}}) {
        for (const int kc : {1, 5, 8, 64}) {
          const GemmBlocking blocking{kernel.mr, kernel.nr, 2 * kernel.mr, 2 * kernel.nr, kc, kernel.vector_bytes};
          INFO(to_string(kernel.isa) << " " << kernel.mr << "x" << kernel.nr << " " << gemm::to_string(shape) << " kc "
                                     << kc);
          auto operands = gemm::make_operands<T>(shape, 1);
          REQUIRE(operands);
          fill_integers(operands->a.values(), 1);
          fill_integers(operands->b.values(), 5);
          const std::vector<T> a(operands->a.values().begin(), operands->a.values().end());
          const std::vector<T> b(operands->b.values().begin(), operands->b.values().end());
          auto prepared = gemm::prepare_tiled(kernel, blocking, std::move(operands).value());
          REQUIRE(prepared);
          (*prepared)->run();
          (*prepared)->run();  // C is overwritten, not added to
          int wrong = 0;
          for (int i = 0; i < shape.m; ++i) {
            for (int j = 0; j < shape.n; ++j) {
              const auto got = static_cast<double>(values_of<ResultOf<T>>(**prepared)[static_cast<std::size_t>(i * shape.n + j)]);
              if (!(got == exact(shape, a, b, i, j))) ++wrong;
            }
          }
          CHECK(wrong == 0);
        }
      }
    }
  }
}

TEST_CASE("every register tile is exact on integers whatever the cache blocks", "[operators][gemm]") {
  check_tiles_on_integers<float>();
  check_tiles_on_integers<double>();
  check_tiles_on_integers<Half>();
  check_tiles_on_integers<Bf16>();
}

TEST_CASE("packing alone leaves the result as it is", "[operators][gemm]") {
  const OperatorId id{"gemm", "tiled", DType::f32, "m33n65k17"};
  auto prepared = prepare(id, this_core());
  if (!prepared) CACHEBOUND_SKIP("this core has none of the vector sets");
  Prepared& op = **prepared;
  REQUIRE(op.has_packing());
  op.run();
  const std::vector<float> before(values_of(op).begin(), values_of(op).end());
  op.run_packing();
  CHECK(std::ranges::equal(before, values_of(op)));
  CHECK(op.blocking());
}

template <typename T>
void check_what_tiles_write() {
  for (const auto& table : gemm::all_kernels_of<T>()) {
    for (const gemm::MicroKernelOf<T>& kernel : table) {
      if (!contains(host_isas(), kernel.isa)) {
        if (&kernel == table.first) std::printf("not executed: %s, which this host lacks\n", to_string(kernel.isa).data());
        continue;
      }
      const int depth = 12;  // nothing is padded
      const int stride = 2 * kernel.nr + 7;
      const int rows = 2 * kernel.mr;
      const int columns = 2 * kernel.nr;
      std::vector<T> a(gemm::elements(rows, depth), T(1.0F));
      std::vector<T> b(gemm::elements(columns, depth), T(2.0F));
      std::vector<ResultOf<T>> c(gemm::elements(rows + 2, stride), ResultOf<T>(-1.0F));
      gemm::PanelProductOf<T> product{.row_panels = 2,
                                 .column_panels = 2,
                                 .depth = depth,
                                 .a = a.data(),
                                 .b = b.data(),
                                 .c = c.data() + stride + 3,
                                 .c_stride = stride,
                                 .accumulate = false};
      kernel.multiply(product);
      product.accumulate = true;
      kernel.multiply(product);
      product.row_panels = 0;
      kernel.multiply(product);
      bool inside_right = true;
      bool outside_kept = true;
      for (int i = 0; i < rows + 2; ++i) {
        for (int j = 0; j < stride; ++j) {
          const auto value = static_cast<double>(c[static_cast<std::size_t>(i * stride + j)]);
          const bool inside = i >= 1 && i <= rows && j >= 3 && j < 3 + columns;
          (inside ? inside_right : outside_kept) &= inside ? value == 48.0 : value == -1.0;
        }
      }
      INFO(to_string(kernel.isa) << " " << kernel.mr << "x" << kernel.nr);
      CHECK(inside_right);
      CHECK(outside_kept);
    }
  }
}

TEST_CASE("a kernel writes nothing outside its tiles", "[operators][gemm]") {
  check_what_tiles_write<float>();
  check_what_tiles_write<double>();
  check_what_tiles_write<Half>();
  check_what_tiles_write<Bf16>();
}
