// SPDX-License-Identifier: Apache-2.0
#include "operators/libraries/xnnpack_facts.hpp"

#include <fmt/format.h>

#include "operators/gemm/backend_entry.hpp"

namespace cachebound::operators {
namespace {

Reason reason_of(xnn_status status) {
  switch (status) {
    case xnn_status_out_of_memory:
      return Reason::no_resources;
    case xnn_status_invalid_parameter:
    case xnn_status_unsupported_parameter:
      return Reason::not_applicable;
    default:
      return Reason::not_supported_by_cpu;
  }
}

}  // namespace

Result<ThreadPool> xnnpack_pool(const std::vector<int>& cpus) {
  if (cpus.size() < 2) return ThreadPool{};
  ThreadPool pool(pthreadpool_create(cpus.size()));
  const std::size_t made = pool ? pthreadpool_get_threads_count(pool.get()) : 0;
  if (made != cpus.size()) {
    return Error{Reason::no_resources,
                 fmt::format("XNNPACK's pool has {} of the {} threads that were asked for", made, cpus.size())};
  }
  return pool;
}

Error xnnpack_refusal(xnn_status status, std::string_view what) {
  return {reason_of(status), fmt::format("XNNPACK: {}, status {}", what, static_cast<int>(status))};
}

Status xnnpack_initialised() {
  const xnn_status status = xnn_initialize(nullptr);
  if (status == xnn_status_success) return std::nullopt;
  return xnnpack_refusal(status, "cannot be initialised here");
}

Isa xnnpack_isa(const TargetCore& core, DType dtype) {
  if (dtype == DType::f16) {
    for (const Isa isa : {Isa::neon_fp16, Isa::avx2})
      if (contains(core.isas, isa)) return isa;
  }
  const Isa widest = gemm::widest_isa(core);
  return widest == Isa::neon_vfpv4 ? Isa::neon : widest;
}

}  // namespace cachebound::operators
