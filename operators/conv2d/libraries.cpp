// SPDX-License-Identifier: Apache-2.0
// The only place that knows which libraries of convolutions were found. What is not there is not called, hence need not
// be linked.
#include "operators/conv2d/libraries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace cachebound::operators::conv2d {
namespace {

ConvBackend not_built(std::string_view name, std::string_view library, std::vector<DType> dtypes = {DType::f32}) {
  return {{.name = std::string(name),
           .unavailable = Error{Reason::not_built, fmt::format("configured without {}", library)},
           .isa = Isa::scalar,
           .summary = std::string(library),
           .dtypes = std::move(dtypes)}};
}

}  // namespace

std::vector<ConvBackend> library_backends(const TargetCore& core) {
  std::vector<ConvBackend> all;
  const auto append = [&all](std::vector<ConvBackend> more) { std::ranges::move(more, std::back_inserter(all)); };
  if constexpr (CACHEBOUND_HAVE_ONEDNN) {
    append(onednn_backends(core));
  } else {
    append({not_built("onednn", "oneDNN", {DType::f32, DType::bf16}),
            not_built("onednn-any", "oneDNN", {DType::f32, DType::bf16})});
  }
  if constexpr (CACHEBOUND_HAVE_XNNPACK) {
    append(xnnpack_backends(core));
  } else {
    append({not_built("xnnpack", "XNNPACK", {DType::f32, DType::f16})});
  }
  if constexpr (CACHEBOUND_HAVE_ACL) {
    append(acl_backends(core));
  } else {
    append({not_built("acl", "Arm Compute Library")});
  }
  return all;
}

}  // namespace cachebound::operators::conv2d
