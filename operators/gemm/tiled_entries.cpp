// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "operators/gemm/backend_entry.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/tiled.hpp"

namespace cachebound::operators::gemm {
namespace {

PrepareOf<float> with_kernel(const MicroKernel& kernel) {
  return [kernel](GemmOperands operands, const TargetCore& core) {
    const GemmBlocking blocking = choose_blocking(kernel, operands.shape, core.caches);
    return prepare_tiled(kernel, blocking, std::move(operands));
  };
}

BackendEntry tiled_entry(std::string name, const MicroKernel& kernel, const TargetCore& core, std::string_view what) {
  return {{.name = std::move(name),
           .unavailable = lacking(kernel.isa, core),
           .isa = kernel.isa,
           .summary = fmt::format("own kernel, {}: {} tile {}x{}", what, to_string(kernel.isa), kernel.mr, kernel.nr)},
          with_kernel(kernel)};
}

}  // namespace

std::vector<BackendEntry> tiled_entries(const TargetCore& core) {
  std::vector<BackendEntry> entries;
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
    entries.push_back({{.name = fmt::format("tiled-{}", to_string(isa)),
                        .unavailable = of_another_architecture(isa),
                        .isa = isa,
                        .summary = "own kernel, default tile"},
                       {}});
  }
  return entries;
}

}  // namespace cachebound::operators::gemm
