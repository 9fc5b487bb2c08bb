// SPDX-License-Identifier: Apache-2.0
// What holds for all operators of XNNPACK.
#pragma once

#include <pthreadpool.h>
#include <xnnpack.h>

#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

#include "operators/operator.hpp"

namespace cachebound::operators {

struct XnnpackDeleter {
  void operator()(xnn_operator_t op) const { xnn_delete_operator(op); }
};
using XnnpackOperator = std::unique_ptr<std::remove_pointer_t<xnn_operator_t>, XnnpackDeleter>;

struct ThreadPoolDeleter {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};
using ThreadPool = std::unique_ptr<std::remove_pointer_t<pthreadpool_t>, ThreadPoolDeleter>;

/// A pool of as many threads as there are cpus, the caller one of them; none for fewer than two, which is XNNPACK's way
/// to ask for the calling thread. Error{no_resources}: it has fewer.
Result<ThreadPool> xnnpack_pool(const std::vector<int>& cpus);

/// Counted by XNNPACK; every further call returns at once. Empty, or why it cannot be used here.
Status xnnpack_initialised();

/// What a status other than success says of an operator.
Error xnnpack_refusal(xnn_status status, std::string_view what);

/// XNNPACK asks the core and does not tell what it took (src/init.c): the widest set, but on 32-bit Arm never the fused
/// multiply-add. On a Zen 4 its samples are in 512-bit code; under qemu-arm its sums are those of separate roundings.
/// Of f16: on aarch64 FEAT_FP16; on x86-64 AVX2 with F16C, products and sums in f32 that are rounded to f16 each, its
/// only kernels of that type in the versions that Debian 12 and Ubuntu 24.04 have.
Isa xnnpack_isa(const TargetCore& core, DType dtype = DType::f32);

}  // namespace cachebound::operators
