// SPDX-License-Identifier: Apache-2.0
// XNNPACK's fully connected operator. It has no product of two matrices that are both new: B is the weights, which it
// packs when the operator is created. So a call moves less than those of the others do, and the row says so.
#include <fmt/format.h>
#include <xnnpack.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "operators/element_type.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/library_team.hpp"
#include "operators/libraries/xnnpack_facts.hpp"

namespace cachebound::operators::gemm {
namespace {

/// What XNNPACK calls the two types.
xnn_status create(const GemmOperands& x, std::uint32_t flags, xnn_operator_t* op) {
  constexpr float unbounded = std::numeric_limits<float>::infinity();
  const auto n = static_cast<std::size_t>(x.shape.n);
  const auto k = static_cast<std::size_t>(x.shape.k);
  return xnn_create_fully_connected_nc_f32(k, n, k, n, x.b.data(), nullptr, -unbounded, unbounded, flags, op);
}
xnn_status create(const GemmOperandsOf<Half>& x, std::uint32_t flags, xnn_operator_t* op) {
  constexpr float unbounded = std::numeric_limits<float>::infinity();
  const auto n = static_cast<std::size_t>(x.shape.n);
  const auto k = static_cast<std::size_t>(x.shape.k);
  return xnn_create_fully_connected_nc_f16(k, n, k, n, x.b.data(), nullptr, -unbounded, unbounded, flags, op);
}
xnn_status setup(xnn_operator_t op, std::size_t m, const float* a, float* c, pthreadpool_t pool) {
  return xnn_setup_fully_connected_nc_f32(op, m, a, c, pool);
}
xnn_status setup(xnn_operator_t op, std::size_t m, const Half* a, Half* c, pthreadpool_t pool) {
  return xnn_setup_fully_connected_nc_f16(op, m, a, c, pool);
}

template <typename T>
struct Multiply {
  Buffer<T> a;      ///< XNNPACK may read up to XNN_EXTRA_BYTES beyond its input
  ThreadPool pool;  ///< none: the calling thread
  XnnpackOperator op;
  std::vector<int> cpus;

  Status enter(GemmOperandsOf<T>&) const { return place_library_threads(cpus); }
  [[nodiscard]] std::span<const std::byte> activations() const { return std::as_bytes(a.values()); }
  void operator()(GemmOperandsOf<T>&) const { xnn_run_operator(op.get(), pool.get()); }
};

template <typename T>
PreparedResult prepare_xnnpack(GemmOperandsOf<T> operands, const TargetCore& core) {
  if (operands.shape.batch > 1 || operands.shape.transpose_a) {
    return Error{Reason::not_applicable,
                 "its fully connected operator has one B, its weights, for all rows, and takes A row by row"};
  }
  const auto m = static_cast<std::size_t>(operands.shape.m);
  const auto k = static_cast<std::size_t>(operands.shape.k);
  auto a = Buffer<T>::allocate(m * k + XNN_EXTRA_BYTES / sizeof(T), 3);
  if (!a) return a.error();
  std::ranges::copy(operands.a.values(), a->data());
  xnn_operator_t created = nullptr;
  // Weights are [output][input], which is B transposed.
  const std::uint32_t flags = operands.shape.transpose_b ? 0 : XNN_FLAG_TRANSPOSE_WEIGHTS;
  xnn_status status = create(operands, flags, &created);
  if (status != xnn_status_success) return xnnpack_refusal(status, "no such operator");
  XnnpackOperator op(created);
  auto pool = xnnpack_pool(core.cpus);
  if (!pool) return pool.error();
  Multiply<T> multiply{
      .a = std::move(a).value(), .pool = std::move(pool).value(), .op = std::move(op), .cpus = core.cpus};
  status = setup(created, m, multiply.a.data(), operands.c.data(), multiply.pool.get());
  if (status != xnn_status_success) return xnnpack_refusal(status, "the operator takes no such input");
  const Isa isa = xnnpack_isa(core, ElementType<T>::dtype);
  return one_call_gemm(
      std::move(operands), isa,
      fmt::format("XNNPACK, fully connected, B packed beforehand; does not name its kernels, {} by its own rule",
                  to_string(isa)),
      std::move(multiply));
}

}  // namespace

BackendEntry xnnpack_entry(const TargetCore& core) {
  return {{.name = "xnnpack",
           .unavailable = xnnpack_initialised(),
           .isa = xnnpack_isa(core),
           .summary = "XNNPACK, fully connected operator, B packed beforehand",
           .dtypes = {DType::f32, DType::f16},
           .threading = "pthreadpool"},
          &prepare_xnnpack<float>,
          {},
          &prepare_xnnpack<Half>};
}

}  // namespace cachebound::operators::gemm
