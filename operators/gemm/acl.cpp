// SPDX-License-Identifier: Apache-2.0
// Arm Compute Library's NEGEMM. B is packed beforehand, as it is for weights: where B may be another in every call, the
// library of Debian 12 (20.08) falls back to old kernels that want padded tensors.
#include <arm_compute/core/TensorInfo.h>
#include <arm_compute/runtime/NEON/functions/NEGEMM.h>
#include <arm_compute/runtime/Tensor.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/acl_facts.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::gemm {
namespace {

using arm_compute::GEMMInfo;
using arm_compute::Tensor;
using arm_compute::TensorInfo;

/// Its first dimension is the one that lies together.
TensorInfo matrix(int rows, int columns) {
  const arm_compute::TensorShape shape(static_cast<std::size_t>(columns), static_cast<std::size_t>(rows));
  return {shape, 1, arm_compute::DataType::F32};
}

/// The function keeps the addresses of the tensors.
struct Plan {
  Tensor a, b, c;
  arm_compute::NEGEMM function;
};

struct Multiply {
  std::unique_ptr<Plan> plan;
  std::vector<int> cpus;

  Status enter(GemmOperands&) const {
    if (Status refused = acl_use_threads(std::max(1, static_cast<int>(cpus.size())))) return refused;
    return place_library_threads(cpus);
  }
  void operator()(GemmOperands&) const { plan->function.run(); }
};

PreparedResult prepare_acl(GemmOperands operands, const TargetCore& core) {
  const GemmShape& s = operands.shape;
  if (s.batch > 1 || s.transpose_a || s.transpose_b)
    return Error{Reason::not_applicable, "its NEGEMM is of one product of matrices that are stored as they are"};
  if (Status refused = acl_use_threads(core.threads())) return *refused;
  auto plan = std::make_unique<Plan>();
  plan->a.allocator()->init(matrix(s.m, s.k));
  plan->b.allocator()->init(matrix(s.k, s.n));
  plan->c.allocator()->init(matrix(s.m, s.n));
  const GEMMInfo b_packed_once(false, false, true);
  const auto valid = arm_compute::NEGEMM::validate(plan->a.info(), plan->b.info(), nullptr, plan->c.info(), 1.0F, 0.0F,
                                                   b_packed_once);
  if (!valid) return Error{Reason::not_applicable, "NEGEMM: " + valid.error_description()};
  plan->function.configure(&plan->a, &plan->b, nullptr, &plan->c, 1.0F, 0.0F, b_packed_once);
  for (const auto& [tensor, data] : {std::pair{&plan->a, operands.a.data()}, {&plan->b, operands.b.data()}, {&plan->c, operands.c.data()}}) {
    if (tensor->info()->has_padding()) return Error{Reason::not_applicable, "NEGEMM wants a padded tensor for this product"};
    tensor->allocator()->import_memory(data);
  }
  plan->function.prepare();
  return one_call_gemm(std::move(operands), widest_isa(core),
                       fmt::format("{}; NEGEMM, B packed beforehand; does not name its kernels", acl_version()),
                       Multiply{.plan = std::move(plan), .cpus = core.cpus});
}

}  // namespace

BackendEntry acl_entry(const TargetCore& core) {
  return {{.name = "acl",
           .unavailable = lacking(Isa::neon, core),
           .isa = widest_isa(core),
           .summary = "Arm Compute Library, NEGEMM, B packed beforehand",
           .threading = "its scheduler"},
          &prepare_acl};
}

}  // namespace cachebound::operators::gemm
