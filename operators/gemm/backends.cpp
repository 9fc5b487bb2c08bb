// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/backends.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "operators/gemm/blocking.hpp"
#include "operators/gemm/gemm_operands.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/tiled.hpp"
#if CACHEBOUND_HAVE_OPENBLAS
#include "operators/gemm/openblas.hpp"
#endif

namespace cachebound::operators::gemm {
namespace {

using Prepare = std::function<PreparedResult(GemmOperands, const TargetCore&)>;

struct Entry {
  Backend backend;
  Prepare prepare;
};

class NaiveGemm final : public Prepared {
 public:
  explicit NaiveGemm(GemmOperands operands) : operands_(std::move(operands)) {}
  void run() override { naive_gemm(operands_.shape, operands_.a.data(), operands_.b.data(), operands_.c.data()); }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] Isa isa() const override { return Isa::scalar; }
  [[nodiscard]] std::string implementation() const override { return "three loops, scalar"; }

 private:
  GemmOperands operands_;
};

PreparedResult prepare_naive(GemmOperands operands, const TargetCore&) {
  return std::unique_ptr<Prepared>(std::make_unique<NaiveGemm>(std::move(operands)));
}

Prepare with_kernel(const MicroKernel& kernel) {
  return [kernel](GemmOperands operands, const TargetCore& core) {
    const GemmBlocking blocking = choose_blocking(kernel, operands.shape, core.caches);
    return prepare_tiled(kernel, blocking, std::move(operands));
  };
}

Status lacking(Isa isa, const TargetCore& core) {
  if (contains(core.isas, isa)) return std::nullopt;
  return Error{Reason::not_supported_by_cpu, fmt::format("this core has no {}", to_string(isa))};
}

Entry tiled_entry(std::string name, const MicroKernel& kernel, const TargetCore& core, std::string_view what) {
  return {{.name = std::move(name),
           .unavailable = lacking(kernel.isa, core),
           .isa = kernel.isa,
           .summary = fmt::format("own kernel, {}: {} tile {}x{}", what, to_string(kernel.isa), kernel.mr, kernel.nr)},
          with_kernel(kernel)};
}

void add_tiled(std::vector<Entry>& entries, const TargetCore& core) {
  const MicroKernelTables tables = all_kernels();
  const MicroKernel* widest = nullptr;
  for (const MicroKernelTable& table : tables) {
    if (widest == nullptr && contains(core.isas, table.first->isa)) widest = table.first;
  }
  if (widest != nullptr) {
    entries.push_back(tiled_entry("tiled", *widest, core, "widest set of the core"));
  } else {
    entries.push_back(
        {{.name = "tiled",
          .unavailable = Error{Reason::not_supported_by_cpu,
                               "this core has none of the vector sets that the own kernel is written for"},
          .isa = Isa::scalar,
          .summary = "own kernel, widest set of the core"},
         {}});
  }
  for (const MicroKernelTable& table : tables) {
    entries.push_back(
        tiled_entry(fmt::format("tiled-{}", to_string(table.first->isa)), *table.first, core, "default tile"));
    for (const MicroKernel& kernel : table) {
      entries.push_back(tiled_entry(fmt::format("tiled-{}-{}x{}", to_string(kernel.isa), kernel.mr, kernel.nr), kernel,
                                    core, "forced tile"));
    }
  }
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}) {
    bool built = false;
    for (const MicroKernelTable& table : tables) built = built || table.first->isa == isa;
    if (built) continue;
    entries.push_back(
        {{.name = fmt::format("tiled-{}", to_string(isa)),
          .unavailable =
              Error{Reason::not_built, fmt::format("{} is of another architecture than this build", to_string(isa))},
          .isa = isa,
          .summary = "own kernel, default tile"},
         {}});
  }
}

Entry openblas_entry([[maybe_unused]] const TargetCore& core) {
  Entry entry{
      {.name = "openblas", .unavailable = std::nullopt, .isa = Isa::scalar, .summary = "cblas_sgemm, one thread"}, {}};
#if CACHEBOUND_HAVE_OPENBLAS
  entry.backend.isa = openblas_isa(openblas_core_name(), core);
  entry.backend.summary = fmt::format("cblas_sgemm, one thread, {} kernels", openblas_core_name());
  entry.prepare = &prepare_openblas;
#else
  entry.backend.unavailable = Error{Reason::not_built, "configured without OpenBLAS"};
#endif
  return entry;
}

std::vector<Entry> all_entries(const TargetCore& core) {
  std::vector<Entry> entries;
  entries.push_back({{.name = "naive",
                      .unavailable = std::nullopt,
                      .isa = Isa::scalar,
                      .summary = "the definition: three scalar loops"},
                     &prepare_naive});
  add_tiled(entries, core);
  entries.push_back(openblas_entry(core));
  return entries;
}

}  // namespace

std::vector<Backend> backends(const TargetCore& core) {
  std::vector<Backend> list;
  for (Entry& entry : all_entries(core)) list.push_back(std::move(entry.backend));
  return list;
}

PreparedResult prepare(std::string_view name, const GemmShape& shape, std::uint64_t seed, const TargetCore& core) {
  for (const Entry& entry : all_entries(core)) {
    if (entry.backend.name != name) continue;
    if (entry.backend.unavailable) return *entry.backend.unavailable;
    auto operands = make_operands(shape, seed);
    if (!operands) return operands.error();
    return entry.prepare(std::move(operands).value(), core);
  }
  return Error{Reason::not_found, fmt::format("there is no GEMM backend '{}'", name)};
}

}  // namespace cachebound::operators::gemm
