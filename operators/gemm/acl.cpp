// SPDX-License-Identifier: Apache-2.0
// Arm Compute Library's NEGEMM. B is packed beforehand, as it is for weights: where B may be another in every call, the
// library of Debian 12 (20.08) falls back to old kernels that want padded tensors.
#include <fmt/format.h>

#include <memory>
#include <utility>
#include <vector>

#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/acl_bridge.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::gemm {
namespace {

struct Multiply {
  std::unique_ptr<acl::Function> function;
  std::vector<int> cpus;

  Status enter(GemmOperands&) const {
    return enter_library(cpus, use_acl_threads, [this] { function->run(); });
  }
  void operator()(GemmOperands&) const { function->run(); }
};

PreparedResult prepare_acl(GemmOperands operands, const TargetCore& core) {
  const GemmShape& s = operands.shape;
  if (s.batch > 1 || s.transpose_a || s.transpose_b)
    return Error{Reason::not_applicable, "its NEGEMM is of one product of matrices that are stored as they are"};
  if (Status refused = use_acl_threads(core.threads())) return *refused;
  acl::Made made = acl::make_gemm(s.m, s.n, s.k, operands.a.data(), operands.b.data(), operands.c.data());
  if (made.function == nullptr) return Error{Reason::not_applicable, "Arm Compute Library refuses: " + made.refusal};
  return one_call_gemm(std::move(operands), widest_isa(core),
                       fmt::format("{}; {}, B packed beforehand; does not name its kernels", acl::version(), made.method),
                       Multiply{.function = std::move(made.function), .cpus = core.cpus});
}

}  // namespace

Status use_acl_threads(int threads) {
  const int kept = acl::use_threads(threads);
  if (kept == threads) return std::nullopt;
  return Error{Reason::not_permitted,
               fmt::format("Arm Compute Library keeps to {} of the {} threads that were asked for", kept, threads)};
}

BackendEntry acl_entry(const TargetCore& core) {
  return {{.name = "acl",
           .unavailable = lacking(Isa::neon, core),
           .isa = widest_isa(core),
           .summary = "Arm Compute Library, NEGEMM, B packed beforehand",
           .threading = "its scheduler"},
          &prepare_acl};
}

}  // namespace cachebound::operators::gemm
