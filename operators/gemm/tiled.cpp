// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/tiled.hpp"

#include <fmt/format.h>

#include "operators/gemm/loop_nest.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Where the walk's actions find their data. One walk is one call of the operator.
struct Computation {
  const MicroKernel& kernel;
  const GemmShape& shape;
  const float* a;
  const float* b;
  float* c;
  float* packed_a;
  float* packed_b;
  float* edge;  ///< mc x nr

  [[nodiscard]] float* panel_of_a(int panel, Range depth) const {
    return packed_a + static_cast<std::ptrdiff_t>(panel) * kernel.mr * depth.size;
  }
  [[nodiscard]] float* panel_of_b(int panel, Range depth) const {
    return packed_b + static_cast<std::ptrdiff_t>(panel) * kernel.nr * depth.size;
  }

  void pack_b(Range columns, Range depth, int panel) {
    const std::ptrdiff_t n = shape.n;
    kernel.pack_b(columns.size, depth.size, b + depth.start * n + columns.start, n, panel_of_b(panel, depth));
  }
  void pack_a(Range rows, Range depth, int panel) {
    const std::ptrdiff_t k = shape.k;
    kernel.pack_a(rows.size, depth.size, a + rows.start * k + depth.start, k, panel_of_a(panel, depth));
  }
  /// One column of tiles. The whole ones are computed in place. Partial ones, the last or, at the right edge of C, all,
  /// are computed whole as well (the panels are padded with zeros), beside C; their valid part is then taken over.
  void multiply(Range rows, Range columns, Range depth, int b_panel) {
    const std::ptrdiff_t n = shape.n;
    const float* from_b = panel_of_b(b_panel, depth);
    const bool accumulate = depth.start > 0;
    const int panels = (rows.size + kernel.mr - 1) / kernel.mr;
    const int whole = columns.size == kernel.nr ? rows.size / kernel.mr : 0;
    float* to = c + rows.start * n + columns.start;
    if (whole > 0) kernel.multiply(whole, depth.size, packed_a, from_b, to, n, accumulate);
    if (whole == panels) return;
    kernel.multiply(panels - whole, depth.size, panel_of_a(whole, depth), from_b, edge, kernel.nr, false);
    const float* from = edge;
    to += whole * kernel.mr * n;
    for (int i = whole * kernel.mr; i < rows.size; ++i, to += n, from += kernel.nr) {
      if (accumulate) {
        for (int j = 0; j < columns.size; ++j) to[j] += from[j];
      } else {
        for (int j = 0; j < columns.size; ++j) to[j] = from[j];
      }
    }
  }
};

class TiledGemm final : public Prepared {
 public:
  TiledGemm(const MicroKernel& kernel, const GemmBlocking& blocking, GemmOperands operands, FloatBuffer packed_a,
            FloatBuffer packed_b, FloatBuffer edge)
      : kernel_(kernel),
        blocking_(blocking),
        operands_(std::move(operands)),
        packed_a_(std::move(packed_a)),
        packed_b_(std::move(packed_b)),
        edge_(std::move(edge)) {}

  void run() override { walk(true); }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override { walk(false); }
  std::span<float> output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return kernel_.isa; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own kernel, {} tile {}x{}, blocks mc {} nc {} kc {}", to_string(kernel_.isa), kernel_.mr,
                       kernel_.nr, blocking_.mc, blocking_.nc, blocking_.kc);
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return blocking_; }

 private:
  void walk(bool with_multiply) {
    Computation computation{.kernel = kernel_,
                            .shape = operands_.shape,
                            .a = operands_.a.data(),
                            .b = operands_.b.data(),
                            .c = operands_.c.data(),
                            .packed_a = packed_a_.data(),
                            .packed_b = packed_b_.data(),
                            .edge = edge_.data()};
    walk_blocks(operands_.shape, blocking_, computation, with_multiply);
  }

  MicroKernel kernel_;
  GemmBlocking blocking_;
  GemmOperands operands_;
  FloatBuffer packed_a_;
  FloatBuffer packed_b_;
  FloatBuffer edge_;
};

}  // namespace

PreparedResult prepare_tiled(const MicroKernel& kernel, const GemmBlocking& blocking, GemmOperands operands) {
  CACHEBOUND_ASSERT(blocking.mr == kernel.mr && blocking.nr == kernel.nr);
  CACHEBOUND_ASSERT(blocking.mc > 0 && blocking.nc > 0 && blocking.kc > 0);
  CACHEBOUND_ASSERT(blocking.mc % blocking.mr == 0 && blocking.nc % blocking.nr == 0);
  auto packed_a = FloatBuffer::allocate(elements(blocking.mc, blocking.kc), 3);
  if (!packed_a) return packed_a.error();
  auto packed_b = FloatBuffer::allocate(elements(blocking.nc, blocking.kc), 4);
  if (!packed_b) return packed_b.error();
  auto edge = FloatBuffer::allocate(elements(blocking.mc, blocking.nr), 5);
  if (!edge) return edge.error();
  return std::unique_ptr<Prepared>(std::make_unique<TiledGemm>(kernel, blocking, std::move(operands),
                                                               std::move(packed_a).value(), std::move(packed_b).value(),
                                                               std::move(edge).value()));
}

}  // namespace cachebound::operators::gemm
