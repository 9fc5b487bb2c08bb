// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/backends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
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
#include "operators/gemm/microkernel_table.hpp"

namespace cachebound::operators::conv2d {
namespace {

using Entry = ConvBackend;

template <typename T>
class NaiveConv final : public Prepared {
 public:
  explicit NaiveConv(ConvOperandsOf<T> operands) : operands_(std::move(operands)) {}
  void run() override {
    naive_conv2d(operands_.shape, operands_.input.data(), operands_.weights.data(), operands_.output.data());
  }
  Output output() override { return operands_.output.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return conv2d::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return Isa::scalar; }
  [[nodiscard]] std::string implementation() const override { return "the definition's loops, scalar"; }

 private:
  ConvOperandsOf<T> operands_;
};

template <typename T>
PreparedResult prepare_naive(ConvOperandsOf<T> operands, const TargetCore&) {
  return std::unique_ptr<Prepared>(std::make_unique<NaiveConv<T>>(std::move(operands)));
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

PreparedResult prepare_im2col_f64(const ConvKernels& kernels, ConvOperandsOf<double> operands, const TargetCore& core) {
  const auto* kernel = gemm_kernel<double>(kernels.isa);
  if (kernel == nullptr)
    return Error{Reason::not_supported_by_cpu, "this instruction set has no vectors of this type"};
  return prepare_im2col(*kernel, kernels.rearrange, std::move(operands), core.caches);
}

/// One of our own implementations, for any instruction set.
struct OwnKind {
  std::string_view name;
  std::string_view summary;
  PreparedResult (*prepare)(const ConvKernels& kernels, ConvOperands operands, const TargetCore& core);
  bool has_tiles = false;  ///< whose register tile can be forced
  PreparedResult (*prepare_f64)(const ConvKernels& kernels, ConvOperandsOf<double> operands,
                                const TargetCore& core) = nullptr;

  [[nodiscard]] std::vector<DType> dtypes() const {
    return prepare_f64 != nullptr ? std::vector<DType>{DType::f32, DType::f64} : std::vector<DType>{DType::f32};
  }
};

constexpr OwnKind own_kinds[] = {
    {"im2col", "input laid out as a matrix, then our packed GEMM",
     [](const ConvKernels& kernels, ConvOperands operands, const TargetCore& core) {
       return prepare_im2col(*gemm_kernel(kernels.isa), kernels.rearrange, std::move(operands), core.caches);
     },
     false, &prepare_im2col_f64},
    {"direct", "tile of pixels x outputs over a padded copy of the input",
     [](const ConvKernels& kernels, ConvOperands operands, const TargetCore& core) {
       return prepare_direct(kernels.direct.front(), std::move(operands), core.caches);
     },
     true},
    {"depthwise", "lines of vectors over a padded copy of the input, groups of one channel",
     [](const ConvKernels& kernels, ConvOperands operands, const TargetCore&) {
       return prepare_depthwise(kernels.isa, kernels.depthwise, kernels.rearrange, std::move(operands));
     }},
    {"winograd2", "Winograd F(2x2, 3x3) over our packed GEMM, kernels of 3 x 3 with stride 1",
     [](const ConvKernels& kernels, ConvOperands operands, const TargetCore& core) {
       return prepare_winograd(kernels.winograd.two, *gemm_kernel(kernels.isa), kernels.rearrange, std::move(operands),
                               core.caches);
     }},
    {"winograd4", "Winograd F(4x4, 3x3) over our packed GEMM, kernels of 3 x 3 with stride 1",
     [](const ConvKernels& kernels, ConvOperands operands, const TargetCore& core) {
       return prepare_winograd(kernels.winograd.four, *gemm_kernel(kernels.isa), kernels.rearrange, std::move(operands),
                               core.caches);
     }},
};

Status lacking(Isa isa, const TargetCore& core) {
  if (contains(core.isas, isa)) return std::nullopt;
  return Error{Reason::not_supported_by_cpu, fmt::format("this core has no {}", to_string(isa))};
}

Entry own_entry(std::string name, const OwnKind& kind, const ConvKernels& kernels, const TargetCore& core) {
  return {{.name = std::move(name),
           .unavailable = lacking(kernels.isa, core),
           .isa = kernels.isa,
           .summary = fmt::format("own kernel, {}: {}", to_string(kernels.isa), kind.summary),
           .dtypes = kind.dtypes()},
          [&kind, &kernels](ConvOperands operands, const TargetCore& target) {
            return kind.prepare(kernels, std::move(operands), target);
          },
          [&kind, &kernels](ConvOperandsOf<double> operands, const TargetCore& target) {
            return kind.prepare_f64(kernels, std::move(operands), target);
          }};
}

void add_tiles(std::vector<Entry>& entries, const ConvKernels& kernels, const TargetCore& core) {
  for (const DirectKernel& kernel : kernels.direct) {
    const std::string tile = fmt::format("{}x{}", kernel.width, kernel.outputs);
    entries.push_back(
        {{.name = fmt::format("direct-{}-{}", to_string(kernel.isa), tile),
          .unavailable = lacking(kernel.isa, core),
          .isa = kernel.isa,
          .summary = fmt::format("own kernel, {}: tile of {} pixels x outputs forced", to_string(kernel.isa), tile)},
         [&kernel](ConvOperands operands, const TargetCore& target) {
           return prepare_direct(kernel, std::move(operands), target.caches);
         }});
  }
}

void add_own(std::vector<Entry>& entries, const OwnKind& kind, const TargetCore& core) {
  const ConvKernels* widest = nullptr;
  for (const ConvKernels* kernels : all_kernels()) {
    if (widest == nullptr && contains(core.isas, kernels->isa)) widest = kernels;
  }
  const std::string name{kind.name};
  if (widest != nullptr) {
    entries.push_back(own_entry(name, kind, *widest, core));
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
  for (const ConvKernels* kernels : all_kernels()) {
    entries.push_back(own_entry(fmt::format("{}-{}", name, to_string(kernels->isa)), kind, *kernels, core));
    if (kind.has_tiles) add_tiles(entries, *kernels, core);
  }
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}) {
    bool built = false;
    for (const ConvKernels* kernels : all_kernels()) built = built || kernels->isa == isa;
    if (built) continue;
    entries.push_back(
        {{.name = fmt::format("{}-{}", name, to_string(isa)),
          .unavailable =
              Error{Reason::not_built, fmt::format("{} is of another architecture than this build", to_string(isa))},
          .isa = isa,
          .summary = fmt::format("own kernel: {}", kind.summary),
          .dtypes = kind.dtypes()},
         {}});
  }
}

std::vector<Entry> all_entries(const TargetCore& core) {
  std::vector<Entry> entries;
  entries.push_back({{.name = "naive",
                      .unavailable = std::nullopt,
                      .isa = Isa::scalar,
                      .summary = "the definition: seven scalar loops",
                      .dtypes = {DType::f32, DType::f64}},
                     &prepare_naive<float>,
                     &prepare_naive<double>});
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
PreparedResult prepare_with(const std::function<PreparedResult(ConvOperandsOf<T>, const TargetCore&)>& prepare,
                            const ConvShape& shape, std::uint64_t seed, const TargetCore& core) {
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
    return dtype == DType::f64 ? prepare_with<double>(entry.prepare_f64, shape, seed, core)
                               : prepare_with<float>(entry.prepare, shape, seed, core);
  }
  return Error{Reason::not_found, fmt::format("there is no convolution backend '{}'", name)};
}

}  // namespace cachebound::operators::conv2d
