// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "operators/gemm/backend_entry.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/team_split.hpp"
#include "operators/gemm/tiled.hpp"
#include "operators/element_type.hpp"

namespace cachebound::operators::gemm {
namespace {

/// The kernels behind one name: one of each type, of which a forced tile has but one.
struct Tiles {
  const MicroKernel* f32 = nullptr;
  const MicroKernelOf<double>* f64 = nullptr;
  const MicroKernelOf<Half>* f16 = nullptr;   ///< of a set of its own
  const MicroKernelOf<Bf16>* bf16 = nullptr;  ///< likewise

  [[nodiscard]] Isa isa() const {
    if (f32 != nullptr) return f32->isa;
    if (f64 != nullptr) return f64->isa;
    return f16 != nullptr ? f16->isa : bf16->isa;
  }
};

template <typename T>
std::string tile_of(const MicroKernelOf<T>& kernel) {
  return fmt::format("{}{}{}x{}", kernel.form, *kernel.form == '\0' ? "" : "-", kernel.mr, kernel.nr);
}

std::string tiles_of(const Tiles& tiles, const TargetCore& core) {
  std::vector<std::string> all;
  if (tiles.f32 != nullptr) all.push_back(tile_of(*tiles.f32));
  if (tiles.f64 != nullptr) all.push_back("of f64 " + tile_of(*tiles.f64));
  // Their sets are others than that of the first.
  const auto told = [&](const auto* kernel) {
    return kernel != nullptr && (tiles.f32 == nullptr || contains(core.isas, kernel->isa));
  };
  if (told(tiles.f16)) all.push_back("of f16 " + tile_of(*tiles.f16));
  if (told(tiles.bf16)) all.push_back("of bf16 " + tile_of(*tiles.bf16));
  return fmt::format("{}", fmt::join(all, ", "));
}

template <typename T>
PrepareOf<T> with_kernel(const MicroKernelOf<T>* kernel) {
  // 32-bit Arm, of all but f32. A forced tile of one type is not offered in the other.
  if (kernel == nullptr) {
    return [](GemmOperandsOf<T>, const TargetCore&) -> PreparedResult {
      return Error{Reason::not_supported_by_cpu, "this instruction set has no vectors of this type"};
    };
  }
  return [kernel](GemmOperandsOf<T> operands, const TargetCore& core) -> PreparedResult {
    if (Status refused = lacking(kernel->isa, core)) return *refused;
    // By the largest share of a team, which is its last.
    const Share share = split_for_team(operands.shape, kernel->mr, kernel->nr, core.threads()).back();
    const GemmBlocking blocking = choose_blocking(*kernel, shape_of(share, operands.shape), core.caches);
    return prepare_tiled(*kernel, blocking, std::move(operands), core.cpus);
  };
}

BackendEntry tiled_entry(std::string name, const Tiles& tiles, std::vector<DType> dtypes, const TargetCore& core,
                         std::string_view what) {
  return {{.name = std::move(name),
           .unavailable = lacking(tiles.isa(), core),
           .isa = tiles.isa(),
           .summary = fmt::format("own kernel, {}: {} tile {}", what, to_string(tiles.isa()), tiles_of(tiles, core)),
           .dtypes = std::move(dtypes),
           .threading = "a team of its own"},
          with_kernel(tiles.f32),
          with_kernel(tiles.f64),
          with_kernel(tiles.f16),
          with_kernel(tiles.bf16)};
}

template <typename T>
const MicroKernelTableOf<T>* table_of(const MicroKernelTablesOf<T>& tables, Isa isa) {
  const auto found = std::ranges::find_if(tables, [&](const auto& table) { return table.first->isa == isa; });
  return found == tables.end() ? nullptr : found;
}

/// The default tiles of a set.
Tiles defaults_of(Isa isa) {
  static const MicroKernelTables f32 = all_kernels_of<float>();
  static const auto f64 = all_kernels_of<double>();
  const auto* of_f64 = table_of(f64, isa);
  return {table_of(f32, isa)->first, of_f64 != nullptr ? of_f64->first : nullptr};
}

template <typename T>
void add_forced(std::vector<BackendEntry>& entries, const MicroKernelTableOf<T>* table, const TargetCore& core) {
  if (table == nullptr) return;
  for (const MicroKernelOf<T>& kernel : *table) {
    Tiles tiles;
    if constexpr (std::is_same_v<T, float>) {
      tiles.f32 = &kernel;
    } else if constexpr (std::is_same_v<T, double>) {
      tiles.f64 = &kernel;
    } else if constexpr (std::is_same_v<T, Half>) {
      tiles.f16 = &kernel;
    } else {
      tiles.bf16 = &kernel;
    }
    constexpr DType dtype = ElementType<T>::dtype;
    entries.push_back(tiled_entry(fmt::format("tiled-{}-{}", to_string(kernel.isa), tile_of(kernel)), tiles, {dtype},
                                  core, "forced tile"));
  }
}

/// Of a type that has its own: the default tile under the name of the set, and each tile.
template <typename T>
void add_set_of_its_own(std::vector<BackendEntry>& entries, const MicroKernelTablesOf<T>& tables,
                        const MicroKernelOf<T>* Tiles::*of_type, const TargetCore& core) {
  for (const auto& table : tables) {
    Tiles tiles;
    tiles.*of_type = table.first;
    entries.push_back(tiled_entry(fmt::format("tiled-{}", to_string(table.first->isa)), tiles, {ElementType<T>::dtype},
                                  core, "default tile"));
    add_forced(entries, &table, core);
  }
}

}  // namespace

std::vector<BackendEntry> tiled_entries(const TargetCore& core) {
  std::vector<BackendEntry> entries;
  const MicroKernelTables tables = all_kernels();
  const auto all_f64 = all_kernels_of<double>();
  const auto widest =
      std::ranges::find_if(tables, [&](const auto& table) { return contains(core.isas, table.first->isa); });
  // Of f16 and of bf16 there is one set for each architecture, and none on 32-bit Arm.
  const auto all_f16 = all_kernels_of<Half>();
  const auto all_bf16 = all_kernels_of<Bf16>();
  if (widest != tables.end()) {
    Tiles tiles = defaults_of(widest->first->isa);
    if (all_f16.count > 0) tiles.f16 = all_f16.begin()->first;
    if (all_bf16.count > 0) tiles.bf16 = all_bf16.begin()->first;
    entries.push_back(tiled_entry("tiled", tiles, every_float, core, "widest set of the core"));
  } else {
    entries.push_back(
        {{.name = "tiled",
          .unavailable = Error{Reason::not_supported_by_cpu,
                               "this core has none of the vector sets that the own kernel is written for"},
          .isa = Isa::scalar,
          .summary = "own kernel, widest set of the core",
          .dtypes = every_float},
         {}});
  }
  for (const MicroKernelTable& table : tables) {
    const Isa isa = table.first->isa;
    entries.push_back(
        tiled_entry(fmt::format("tiled-{}", to_string(isa)), defaults_of(isa), f32_and_f64, core, "default tile"));
    add_forced(entries, &table, core);
    add_forced(entries, table_of(all_f64, isa), core);
  }
  add_set_of_its_own(entries, all_f16, &Tiles::f16, core);
  add_set_of_its_own(entries, all_bf16, &Tiles::bf16, core);
  const auto elsewhere = [&entries](Isa isa, std::vector<DType> dtypes) {
    entries.push_back({{.name = fmt::format("tiled-{}", to_string(isa)),
                        .unavailable = of_another_architecture(isa),
                        .isa = isa,
                        .summary = "own kernel, default tile",
                        .dtypes = std::move(dtypes)},
                       {}});
  };
  for (const Isa isa : {Isa::avx512_fp16, Isa::neon_fp16})
    if (table_of(all_f16, isa) == nullptr) elsewhere(isa, {DType::f16});
  for (const Isa isa : {Isa::avx512_bf16, Isa::neon_bf16})
    if (table_of(all_bf16, isa) == nullptr) elsewhere(isa, {DType::bf16});
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon})
    if (table_of(tables, isa) == nullptr) elsewhere(isa, f32_and_f64);
  return entries;
}

}  // namespace cachebound::operators::gemm
