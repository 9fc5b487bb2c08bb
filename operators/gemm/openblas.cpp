// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/openblas.hpp"

#include <cblas.h>
#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace cachebound::operators::gemm {
namespace {

class OpenBlasGemm final : public Prepared {
 public:
  OpenBlasGemm(GemmOperands operands, Isa isa) : operands_(std::move(operands)), isa_(isa) {}

  void run() override {
    const GemmShape& s = operands_.shape;
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, s.m, s.n, s.k, 1.0F, operands_.a.data(), s.k,
                operands_.b.data(), s.n, 0.0F, operands_.c.data(), s.n);
  }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return isa_; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("{}; {} kernels", openblas_get_config(), openblas_core_name());
  }

 private:
  GemmOperands operands_;
  Isa isa_;
};

}  // namespace

std::string openblas_core_name() { return openblas_get_corename(); }

Isa openblas_isa(std::string_view core_name, const TargetCore& core) {
  static constexpr std::array<std::string_view, 3> with_avx512{"SkylakeX", "Cooperlake", "SapphireRapids"};
  static constexpr std::array<std::string_view, 3> with_avx2{"Haswell", "Zen", "Excavator"};
  for (const std::string_view name : with_avx512) {
    if (core_name == name) return Isa::avx512;
  }
  for (const std::string_view name : with_avx2) {
    if (core_name == name) return Isa::avx2;
  }
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}) {
    if (contains(core.isas, isa)) return isa;
  }
  return Isa::scalar;
}

PreparedResult prepare_openblas(GemmOperands operands, const TargetCore& core) {
  openblas_set_num_threads(1);
  if (openblas_get_num_threads() != 1) {
    return Error{Reason::not_permitted,
                 fmt::format("OpenBLAS keeps {} threads although one was asked for", openblas_get_num_threads())};
  }
  const Isa isa = openblas_isa(openblas_core_name(), core);
  return std::unique_ptr<Prepared>(std::make_unique<OpenBlasGemm>(std::move(operands), isa));
}

}  // namespace cachebound::operators::gemm
