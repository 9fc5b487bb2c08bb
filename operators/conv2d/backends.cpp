// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/backends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>

#include "operators/conv2d/conv_backend.hpp"
#include "operators/conv2d/conv_operands.hpp"
#include "operators/conv2d/depthwise.hpp"
#include "operators/conv2d/direct.hpp"
#include "operators/conv2d/im2col.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/libraries.hpp"
#include "operators/conv2d/naive.hpp"
#include "operators/conv2d/winograd.hpp"
#include "operators/element_type.hpp"
#include "operators/gemm/microkernel_table.hpp"

namespace cachebound::operators::conv2d {
namespace {

using Entry = ConvBackend;

template <typename T>
class NaiveConv final : public Prepared {
 public:
  NaiveConv(ConvOperandsOf<T> operands, NaiveConvolution<T> convolution)
      : operands_(std::move(operands)), convolution_(std::move(convolution)) {}
  void run() override {
    convolution_.run(operands_.input.data(), operands_.weights.data(), operands_.output.data());
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return Isa::scalar; }
  [[nodiscard]] std::string implementation() const override { return "the definition's loops, scalar"; }

 private:
  ConvOperandsOf<T> operands_;
  NaiveConvolution<T> convolution_;
};

template <typename T>
PreparedResult prepare_naive(ConvOperandsOf<T> operands, const TargetCore&) {
  auto convolution = NaiveConvolution<T>::make(operands.shape, operand_colours);
  if (!convolution) return convolution.error();
  return std::unique_ptr<Prepared>(
      std::make_unique<NaiveConv<T>>(std::move(operands), std::move(convolution).value()));
}

/// Our GEMM's default tile of a set; null where it has no vectors of this type.
template <typename T = float>
const gemm::MicroKernelOf<T>* gemm_kernel(Isa isa) {
  static const gemm::MicroKernelTablesOf<T> tables = gemm::all_kernels_of<T>();
  for (const gemm::MicroKernelTableOf<T>& table : tables) {
    if (table.first->isa == isa) return table.first;
  }
  return nullptr;
}

template <typename T>
PreparedResult run_im2col(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core) {
  return prepare_im2col(*gemm_kernel<T>(kernels.isa), kernels.of<T>().rearrange, std::move(operands), core.caches, core.cpus);
}
template <typename T>
PreparedResult run_direct(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core) {
  return prepare_direct(kernels.of<T>().direct.front(), std::move(operands), core.caches, core.cpus);
}
template <typename T>
PreparedResult run_depthwise(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core) {
  return prepare_depthwise(kernels.isa, kernels.of<T>().depthwise, kernels.of<T>().rearrange, std::move(operands),
                           core.cpus);
}
template <typename T>
PreparedResult run_winograd(const WinogradKernelOf<T>& kernel, const ConvKernels& kernels, ConvOperandsOf<T> operands,
                            const TargetCore& core) {
  return prepare_winograd(kernel, *gemm_kernel<T>(kernels.isa), kernels.of<T>().rearrange, std::move(operands),
                          core.caches, core.cpus);
}
template <typename T>
PreparedResult run_winograd2(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core) {
  return run_winograd(kernels.of<T>().winograd.two, kernels, std::move(operands), core);
}
template <typename T>
PreparedResult run_winograd4(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core) {
  return run_winograd(kernels.of<T>().winograd.four, kernels, std::move(operands), core);
}

template <typename T>
using PrepareWith = PreparedResult (*)(const ConvKernels& kernels, ConvOperandsOf<T> operands, const TargetCore& core);

/// One of our own implementations, for any instruction set; null of the types that it is not made for.
struct OwnKind {
  std::string_view name;
  std::string_view summary;
  PrepareWith<float> prepare;
  PrepareWith<double> prepare_f64;
  PrepareWith<Half> prepare_f16 = nullptr;
  PrepareWith<Bf16> prepare_bf16 = nullptr;
  bool has_tiles = false;  ///< whose register tile can be forced

  [[nodiscard]] std::vector<DType> dtypes() const {
    std::vector<DType> all = f32_and_f64;
    if (prepare_f16 != nullptr) all.push_back(DType::f16);
    if (prepare_bf16 != nullptr) all.push_back(DType::bf16);
    return all;
  }

  static inline const std::vector<DType> f32_and_f64{DType::f32, DType::f64};
};

constexpr OwnKind own_kinds[] = {
    {"im2col", "input laid out as a matrix, then our packed GEMM", &run_im2col<float>, &run_im2col<double>,
     &run_im2col<Half>, &run_im2col<Bf16>},
    {"direct", "tile of pixels x outputs over a padded copy of the input", &run_direct<float>, &run_direct<double>,
     &run_direct<Half>, nullptr, true},
    {"depthwise", "lines of vectors over a padded copy of the input, groups of one channel", &run_depthwise<float>,
     &run_depthwise<double>, &run_depthwise<Half>},
    {"winograd2", "Winograd F(2x2, 3x3) over our packed GEMM, kernels of 3 x 3 with stride 1", &run_winograd2<float>,
     &run_winograd2<double>},
    {"winograd4", "Winograd F(4x4, 3x3) over our packed GEMM, kernels of 3 x 3 with stride 1", &run_winograd4<float>,
     &run_winograd4<double>},
};

Status lacking(Isa isa, const TargetCore& core) {
  if (contains(core.isas, isa)) return std::nullopt;
  return Error{Reason::not_supported_by_cpu, fmt::format("this core has no {}", to_string(isa))};
}

/// `kernels`: those of the type's set, or null where this architecture has none.
template <typename T>
PrepareOf<T> with_kernels(PrepareWith<T> prepare, const ConvKernels* kernels) {
  if (prepare == nullptr) return {};
  return [prepare, kernels](ConvOperandsOf<T> operands, const TargetCore& core) -> PreparedResult {
    if (kernels == nullptr || !kernels->has<T>()) {
      return Error{Reason::not_supported_by_cpu, "this instruction set has no vectors of this type"};
    }
    if (Status refused = lacking(kernels->isa, core)) return *refused;
    return prepare(*kernels, std::move(operands), core);
  };
}

/// Of the sets of one type each.
struct Sets {
  const ConvKernels* common = nullptr;  ///< f32 and f64
  const ConvKernels* f16 = nullptr;
  const ConvKernels* bf16 = nullptr;
};

Entry own_entry(std::string name, const OwnKind& kind, Isa isa, const Sets& sets, std::vector<DType> dtypes,
                const TargetCore& core) {
  return {{.name = std::move(name),
           .unavailable = lacking(isa, core),
           .isa = isa,
           .summary = fmt::format("own kernel, {}: {}", to_string(isa), kind.summary),
           .dtypes = std::move(dtypes),
           .threading = "a team of its own"},
          with_kernels(kind.prepare, sets.common),
          with_kernels(kind.prepare_f64, sets.common),
          with_kernels(kind.prepare_f16, sets.f16),
          with_kernels(kind.prepare_bf16, sets.bf16)};
}

template <typename T>
void add_tiles(std::vector<Entry>& entries, const ConvKernels& kernels, const TargetCore& core) {
  for (const DirectKernelOf<T>& kernel : kernels.of<T>().direct) {
    const std::string tile = fmt::format("{}x{}", kernel.width, kernel.outputs);
    const auto prepare = [&kernel](ConvOperandsOf<T> operands, const TargetCore& target) {
      return prepare_direct(kernel, std::move(operands), target.caches, target.cpus);
    };
    Entry entry{
        {.name = fmt::format("direct-{}-{}", to_string(kernel.isa), tile),
         .unavailable = lacking(kernel.isa, core),
         .isa = kernel.isa,
         .summary = fmt::format("own kernel, {}: tile of {} pixels x outputs forced", to_string(kernel.isa), tile),
         .dtypes = {ElementType<T>::dtype},
         .threading = "a team of its own"}};
    if constexpr (std::is_same_v<T, double>) {
      entry.prepare_f64 = prepare;
    } else if constexpr (std::is_same_v<T, Half>) {
      entry.prepare_f16 = prepare;
    } else {
      entry.prepare = prepare;
    }
    entries.push_back(std::move(entry));
  }
}

void add_own(std::vector<Entry>& entries, const OwnKind& kind, const TargetCore& core) {
  Sets sets{.f16 = f16_kernels(), .bf16 = bf16_kernels()};
  for (const ConvKernels* kernels : all_kernels()) {
    if (sets.common == nullptr && contains(core.isas, kernels->isa)) sets.common = kernels;
  }
  const std::string name{kind.name};
  if (sets.common != nullptr) {
    entries.push_back(own_entry(name, kind, sets.common->isa, sets, kind.dtypes(), core));
  } else {
    entries.push_back(
        {{.name = name,
          .unavailable = Error{Reason::not_supported_by_cpu,
                               "this core has none of the vector sets that the own kernel is written for"},
          .isa = Isa::scalar,
          .summary = fmt::format("own kernel: {}", kind.summary),
          .dtypes = kind.dtypes()},
         {}});
  }
  std::vector<Isa> built;
  const auto add_set = [&](const ConvKernels* kernels, const Sets& of_set, std::vector<DType> dtypes) {
    const std::string named = fmt::format("{}-{}", name, to_string(kernels->isa));
    entries.push_back(own_entry(named, kind, kernels->isa, of_set, std::move(dtypes), core));
    built.push_back(kernels->isa);
    if (!kind.has_tiles) return;
    add_tiles<float>(entries, *kernels, core);
    add_tiles<double>(entries, *kernels, core);
    add_tiles<Half>(entries, *kernels, core);
  };
  for (const ConvKernels* kernels : all_kernels()) add_set(kernels, {.common = kernels}, OwnKind::f32_and_f64);
  if (kind.prepare_f16 != nullptr && sets.f16 != nullptr) add_set(sets.f16, {.f16 = sets.f16}, {DType::f16});
  if (kind.prepare_bf16 != nullptr && sets.bf16 != nullptr) add_set(sets.bf16, {.bf16 = sets.bf16}, {DType::bf16});
  const auto elsewhere = [&](std::initializer_list<Isa> isas, const std::vector<DType>& dtypes) {
    for (const Isa isa : isas) {
      if (std::ranges::find(built, isa) != built.end()) continue;
      entries.push_back(
          {{.name = fmt::format("{}-{}", name, to_string(isa)),
            .unavailable =
                Error{Reason::not_built, fmt::format("{} is of another architecture than this build", to_string(isa))},
            .isa = isa,
            .summary = fmt::format("own kernel: {}", kind.summary),
            .dtypes = dtypes},
           {}});
    }
  };
  elsewhere({Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}, OwnKind::f32_and_f64);
  if (kind.prepare_f16 != nullptr) elsewhere({Isa::avx512_fp16, Isa::neon_fp16}, {DType::f16});
  if (kind.prepare_bf16 != nullptr) elsewhere({Isa::avx512_bf16, Isa::neon_bf16}, {DType::bf16});
}

std::vector<Entry> all_entries(const TargetCore& core) {
  std::vector<Entry> entries;
  entries.push_back({{.name = "naive",
                      .unavailable = std::nullopt,
                      .isa = Isa::scalar,
                      .summary = "the definition: one scalar sum for each output",
                      .dtypes = {DType::f32, DType::f64, DType::f16, DType::bf16}},
                     &prepare_naive<float>,
                     &prepare_naive<double>,
                     &prepare_naive<Half>,
                     &prepare_naive<Bf16>});
  for (const OwnKind& kind : own_kinds) add_own(entries, kind, core);
  std::ranges::move(library_backends(core), std::back_inserter(entries));
  return entries;
}

}  // namespace

std::vector<Backend> backends(const TargetCore& core) {
  std::vector<Backend> list;
  for (Entry& entry : all_entries(core)) list.push_back(std::move(entry.backend));
  return list;
}

namespace {

template <typename T>
PreparedResult prepare_with(const PrepareOf<T>& prepare, const ConvShape& shape, std::uint64_t seed,
                            const TargetCore& core) {
  auto operands = make_operands<T>(shape, seed);
  if (!operands) return operands.error();
  return prepare(std::move(operands).value(), core);
}

}  // namespace

PreparedResult prepare(std::string_view name, const ConvShape& shape, DType dtype, std::uint64_t seed,
                       const TargetCore& core) {
  for (const Entry& entry : all_entries(core)) {
    if (entry.backend.name != name) continue;
    if (entry.backend.unavailable) return *entry.backend.unavailable;
    if (dtype == DType::f64) return prepare_with<double>(entry.prepare_f64, shape, seed, core);
    if (dtype == DType::bf16) return prepare_with<Bf16>(entry.prepare_bf16, shape, seed, core);
    if (dtype == DType::f16) return prepare_with<Half>(entry.prepare_f16, shape, seed, core);
    return prepare_with<float>(entry.prepare, shape, seed, core);
  }
  return Error{Reason::not_found, fmt::format("there is no convolution backend '{}'", name)};
}

}  // namespace cachebound::operators::conv2d
