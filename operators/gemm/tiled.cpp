// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/tiled.hpp"

#include <fmt/format.h>

#include "operators/gemm/product.hpp"

namespace cachebound::operators::gemm {
namespace {

class TiledGemm final : public Prepared {
 public:
  TiledGemm(const MicroKernel& kernel, const GemmBlocking& blocking, GemmOperands operands, PackingBuffers buffers)
      : kernel_(kernel), blocking_(blocking), operands_(std::move(operands)), buffers_(std::move(buffers)) {}

  void run() override { run_all(true); }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override { run_all(false); }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return kernel_.isa; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own kernel, {} tile {}x{}, blocks mc {} nc {} kc {}", to_string(kernel_.isa), kernel_.mr,
                       kernel_.nr, blocking_.mc, blocking_.nc, blocking_.kc);
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return blocking_; }

 private:
  void run_all(bool with_multiply) {
    each_product(operands_, [&](const float* a, const float* b, float* c) { product(a, b, c).run(with_multiply); });
  }

  [[nodiscard]] Product product(const float* a, const float* b, float* c) const {
    const GemmShape& s = operands_.shape;
    return {.kernel = kernel_,
            .shape = s,
            .blocking = blocking_,
            .a = {a, s.transpose_a ? s.m : s.k, s.transpose_a},
            .b = {b, s.transpose_b ? s.k : s.n, s.transpose_b},
            .c = c,
            .c_stride = s.n,
            .packed_a = buffers_.packed_a.data(),
            .packed_b = buffers_.packed_b.data(),
            .edge = buffers_.edge.data(),
            .ahead = Ahead::none};
  }

  MicroKernel kernel_;
  GemmBlocking blocking_;
  GemmOperands operands_;
  PackingBuffers buffers_;
};

}  // namespace

PreparedResult prepare_tiled(const MicroKernel& kernel, const GemmBlocking& blocking, GemmOperands operands) {
  CACHEBOUND_ASSERT(blocking.mr == kernel.mr && blocking.nr == kernel.nr);
  CACHEBOUND_ASSERT(blocking.mc > 0 && blocking.nc > 0 && blocking.kc > 0);
  CACHEBOUND_ASSERT(blocking.mc % blocking.mr == 0 && blocking.nc % blocking.nr == 0);
  constexpr int operand_colours = 3;
  auto buffers = make_packing_buffers(operands.shape, blocking, Ahead::none, operand_colours);
  if (!buffers) return buffers.error();
  return std::unique_ptr<Prepared>(
      std::make_unique<TiledGemm>(kernel, blocking, std::move(operands), std::move(buffers).value()));
}

}  // namespace cachebound::operators::gemm
