// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/gemm_entry.hpp"

#include "operators/gemm/backends.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/reference.hpp"
#include "operators/element_type.hpp"

namespace cachebound::operators::gemm {
namespace {

GemmShape shape_of(std::string_view problem) { return parse_gemm_shape(problem).value(); }

Result<std::string> canonical(std::string_view problem) {
  const auto shape = parse_gemm_shape(problem);
  if (!shape) return shape.error();
  return to_string(*shape);
}

}  // namespace

OperatorEntry gemm_entry() {
  return {.name = "gemm",
          .grammar = "[b<batch>]m<rows>n<columns>k<depth>[_ta][_tb]",
          .example = "m256n256k256",
          .summary = "C = A * B, row-major; _ta, _tb: stored as its transpose; b: so many independent products",
          .canonical = &canonical,
          .work = [](std::string_view problem) { return work(shape_of(problem)); },
          .compulsory_traffic =
              [](std::string_view problem, DType dtype, Level level) {
                return compulsory_traffic(shape_of(problem), level, bytes_of(dtype), result_bytes_of(dtype));
              },
          .backends = [](const TargetCore& core) { return backends(core); },
          .prepare =
              [](std::string_view backend, const CaseRequest& request, const TargetCore& core) {
                return prepare(backend, shape_of(request.problem), request.dtype, request.seed, core);
              },
          .reference =
              [](const CaseRequest& request) {
                const GemmShape shape = shape_of(request.problem);
                if (request.dtype == DType::f64) return reference<double>(shape, request.seed);
                if (request.dtype == DType::bf16) return reference<Bf16>(shape, request.seed);
                if (request.dtype == DType::f16) return reference<Half>(shape, request.seed);
                return reference<float>(shape, request.seed);
              }};
}

}  // namespace cachebound::operators::gemm
