// SPDX-License-Identifier: Apache-2.0
// The tiles and the packing of bf16 with policies in plain C++, on hosts that lack the instructions too: what is left to
// those is one instruction.
#if !defined(__arm__)  // built without vectors
#include <algorithm>
#include <string>
#include <vector>

#include "catch_compat.hpp"
#include "operators/gemm/matrix_tile.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/gemm/reference.hpp"
#include "operators/gemm/tiled.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file
using gemm::GemmShape;

namespace {

using Four = float __attribute__((vector_size(16)));

float widened(std::uint16_t bits) {
  Bf16 value;
  value.bits = bits;
  return static_cast<float>(value);
}

struct Plain {
  using Element = Bf16;
  using Reg = Four;
  using Operand = simd::Octet;
  static constexpr int lanes = 4;
  static Reg zero() { return Reg{}; }
  static Reg load(const float* from) { return Reg{from[0], from[1], from[2], from[3]}; }
  static Operand load(const Bf16* from) { return simd::piece_at<simd::Octet>(from); }
  static void store(float* to, Reg x) {
    for (int i = 0; i < 4; ++i) to[i] = x[i];
  }
  static Reg add(Reg x, Reg y) { return x + y; }
};

/// What VDPBF16PS does.
struct PlainDot : Plain {
  static constexpr int lanes_of_a = 1;
  static constexpr int depth_step = 2;
  static Operand broadcast(const Bf16* from) {
    Operand all{};
    for (int i = 0; i < 8; ++i) all[i] = from[i % 2].bits;
    return all;
  }
  static Reg fma(Reg sum, Operand x, Operand y) {
    for (int i = 0; i < 4; ++i)
      sum[i] += widened(x[2 * i]) * widened(y[2 * i]) + widened(x[2 * i + 1]) * widened(y[2 * i + 1]);
    return sum;
  }
};

/// What BFDOT does by lane.
struct PlainLaneDot : Plain {
  static constexpr int lanes_of_a = 4;
  static constexpr int depth_step = 2;
  template <int lane>
  static Reg fma_lane(Reg sum, Operand a, Operand b) {
    for (int i = 0; i < 4; ++i)
      sum[i] += widened(a[2 * lane]) * widened(b[2 * i]) + widened(a[2 * lane + 1]) * widened(b[2 * i + 1]);
    return sum;
  }
};

/// What BFMMLA does.
struct PlainMmla : Plain {
  static constexpr int depth_step = 4;
  static Reg multiply(Reg sum, Operand a, Operand b) {
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j)
        for (int q = 0; q < 4; ++q) sum[2 * i + j] += widened(a[4 * i + q]) * widened(b[4 * j + q]);
    return sum;
  }
  static Reg upper_rows(Reg x, Reg y) { return Reg{x[0], x[1], y[0], y[1]}; }
  static Reg lower_rows(Reg x, Reg y) { return Reg{x[2], x[3], y[2], y[3]}; }
};

/// A panel by the definition: [padded depth / step][width][step], zeros for all that is not there.
std::vector<std::uint16_t> defined_panels(int rows, int depth, int width, int step, const std::vector<Bf16>& from,
                                          int row, int along) {
  std::vector<std::uint16_t> panels;
  for (int first = 0; first < rows; first += width)
    for (int p = 0; p < padded_depth<Bf16>(depth); p += step)
      for (int i = first; i < first + width; ++i)
        for (int q = p; q < p + step; ++q)
          panels.push_back(i < rows && q < depth ? from[static_cast<std::size_t>(i * row + q * along)].bits : 0);
  return panels;
}

template <typename Pack>
std::vector<std::uint16_t> packed(Pack pack, int rows, int depth, const std::vector<Bf16>& from, int stride,
                                  std::size_t size) {
  std::vector<Bf16> panels(size + 1, Bf16(-3.0F));
  pack(rows, depth, from.data(), stride, panels.data());
  CHECK(static_cast<float>(panels.back()) == -3.0F);
  std::vector<std::uint16_t> bits;
  for (std::size_t i = 0; i < size; ++i) bits.push_back(panels[i].bits);
  return bits;
}

void check_packing(const gemm::MicroKernelOf<Bf16>& kernel, int step) {
  for (const int rows : {1, kernel.mr - 1, kernel.mr, kernel.nr, 2 * kernel.nr + 3}) {
    for (const int depth : {1, 2, 3, 7, 8, 9, 16, 21}) {
      INFO(kernel.mr << "x" << kernel.nr << " step " << step << " rows " << rows << " depth " << depth);
      const int along = depth + 5;
      const int across = rows + 3;
      std::vector<Bf16> from(static_cast<std::size_t>(std::max(rows * along, depth * across)));
      for (std::size_t i = 0; i < from.size(); ++i) from[i].bits = static_cast<std::uint16_t>(i + 1);
      for (const bool of_a : {true, false}) {
        const int width = of_a ? kernel.mr : kernel.nr;
        const auto by_rows = defined_panels(rows, depth, width, step, from, along, 1);
        const auto by_columns = defined_panels(rows, depth, width, step, from, 1, across);
        CHECK(packed(of_a ? kernel.pack_a : kernel.pack_b_transposed, rows, depth, from, along, by_rows.size()) == by_rows);
        CHECK(packed(of_a ? kernel.pack_a_transposed : kernel.pack_b, rows, depth, from, across, by_columns.size()) ==
              by_columns);
      }
    }
  }
}

void check_products(const gemm::MicroKernelOf<Bf16>& kernel) {
  for (GemmShape shape : {GemmShape{2 * kernel.mr, 2 * kernel.nr, 12}, GemmShape{2 * kernel.mr + 1, 2 * kernel.nr - 1, 11},
                          GemmShape{37, 53, 29}, GemmShape{1, 1, 1}}) {
    for (const int transposes : {0, 1, 2, 3}) {
      shape.transpose_a = (transposes & 1) != 0;
      shape.transpose_b = (transposes & 2) != 0;
      for (const int kc : {1, 5, 8, 64}) {
        INFO(kernel.mr << "x" << kernel.nr << " " << to_string(shape) << " kc " << kc);
        auto operands = gemm::make_operands<Bf16>(shape, 1);
        REQUIRE(operands);
        auto prepared = gemm::prepare_tiled(
            kernel, {kernel.mr, kernel.nr, 2 * kernel.mr, 2 * kernel.nr, kc, kernel.vector_bytes},
            std::move(operands).value());
        REQUIRE(prepared);
        (*prepared)->run();
        CHECK_FALSE(compare((*prepared)->output(), gemm::reference<Bf16>(shape, 1)).failure);
      }
    }
  }
}

const std::vector<gemm::MicroKernelOf<Bf16>> of_pairs{
    gemm::RegisterTile<PlainDot, 4, 2>::kernel(Isa::scalar),
    gemm::RegisterTile<PlainDot, 4, 5>::kernel(Isa::scalar),
    gemm::RegisterTile<PlainLaneDot, 8, 3>::kernel(Isa::scalar),
};
const std::vector<gemm::MicroKernelOf<Bf16>> of_matrices{
    gemm::MatrixTile<PlainMmla, 8, 12>::kernel(Isa::scalar, "mmla"),
    gemm::MatrixTile<PlainMmla, 4, 8>::kernel(Isa::scalar, "mmla"),
};

}  // namespace

TEST_CASE("panels of bf16 hold the steps of an instruction side by side, and zeros beyond", "[operators][bf16][gemm]") {
  for (const auto& kernel : of_pairs) check_packing(kernel, 2);
  for (const auto& kernel : of_matrices) check_packing(kernel, 4);
}

TEST_CASE("tiles of pairs and of matrices are exact whatever the shape and the blocks", "[operators][bf16][gemm]") {
  for (const auto& kernel : of_pairs) check_products(kernel);
  for (const auto& kernel : of_matrices) check_products(kernel);
}

#endif
