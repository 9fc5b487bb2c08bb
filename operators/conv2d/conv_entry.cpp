// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_entry.hpp"

#include "operators/conv2d/backends.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/conv2d/reference.hpp"
#include "operators/element_type.hpp"

namespace cachebound::operators::conv2d {
namespace {

ConvShape shape_of(std::string_view problem) { return parse_conv_shape(problem).value(); }

Result<std::string> canonical(std::string_view problem) {
  const auto shape = parse_conv_shape(problem);
  if (!shape) return shape.error();
  return to_string(*shape);
}

}  // namespace

OperatorEntry conv_entry() {
  return {.name = "conv2d",
          .grammar = conv_grammar,
          .example = "n1c64h56w56_o64k3s1p1",
          .summary = "2-d convolution, without bias or activation, NCHW or NHWC",
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
                const ConvShape shape = shape_of(request.problem);
                if (request.dtype == DType::f64) return reference<double>(shape, request.seed);
                if (request.dtype == DType::bf16) return reference<Bf16>(shape, request.seed);
                if (request.dtype == DType::f16) return reference<Half>(shape, request.seed);
                return reference<float>(shape, request.seed);
              }};
}

}  // namespace cachebound::operators::conv2d
