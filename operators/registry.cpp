// SPDX-License-Identifier: Apache-2.0
#include "operators/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "microbench/nearest.hpp"
#include "operators/gemm/backends.hpp"
#include "operators/gemm/reference.hpp"

namespace cachebound::operators {
namespace {

std::vector<std::string> backend_names() {
  std::vector<std::string> names;
  for (Backend& backend : backends(TargetCore{})) names.push_back(std::move(backend.name));
  return names;
}

Error unknown(std::string_view id, std::string_view part, std::string_view value,
              const std::vector<std::string>& candidates) {
  return {Reason::malformed, fmt::format("operator id '{}': there is no {} '{}'; did you mean '{}'?", id, part, value,
                                         nearest(value, candidates))};
}

gemm::GemmShape shape_of(const OperatorId& id) { return gemm::parse_gemm_shape(id.problem).value(); }

}  // namespace

Result<OperatorId> parse_operator_id(std::string_view text) {
  std::array<std::string, 4> parts;
  std::size_t count = 0;
  for (std::size_t start = 0; start <= text.size(); ++count) {
    const std::size_t end = std::min(text.find('/', start), text.size());
    if (count < parts.size()) parts[count] = text.substr(start, end - start);
    start = end + 1;
  }
  if (count != parts.size()) {
    return Error{Reason::malformed,
                 fmt::format("operator id '{}' has {} parts; expected <op>/<backend>/<dtype>/<problem>, e.g. "
                             "gemm/tiled/f32/m256n256k256",
                             text, count)};
  }
  if (parts[0] != "gemm") return unknown(text, "operator", parts[0], {"gemm"});
  const auto names = backend_names();
  if (std::ranges::find(names, parts[1]) == names.end()) return unknown(text, "gemm backend", parts[1], names);
  const auto dtype = parse_dtype(parts[2]);
  if (!dtype) return unknown(text, "data type", parts[2], {"f32"});
  const auto shape = gemm::parse_gemm_shape(parts[3]);
  if (!shape) return Error{Reason::malformed, fmt::format("operator id '{}': {}", text, shape.error().detail)};
  return OperatorId{.op = parts[0], .backend = parts[1], .dtype = *dtype, .problem = gemm::to_string(*shape)};
}

std::string to_string(const OperatorId& id) {
  return fmt::format("{}/{}/{}/{}", id.op, id.backend, cachebound::to_string(id.dtype), id.problem);
}

std::vector<Backend> backends(const TargetCore& core) { return gemm::backends(core); }

PreparedResult prepare(const OperatorId& id, const TargetCore& core, std::uint64_t seed) {
  return gemm::prepare(id.backend, shape_of(id), seed, core);
}

Verification verify(const OperatorId& id, Prepared& prepared, std::uint64_t seed) {
  std::ranges::fill(prepared.output(), std::numeric_limits<float>::quiet_NaN());
  prepared.run();
  return compare(prepared.output(), gemm::reference(shape_of(id), seed));
}

Flops work(const OperatorId& id) { return gemm::work(shape_of(id)); }

Traffic compulsory_traffic(const OperatorId& id, Level level) { return gemm::compulsory_traffic(shape_of(id), level); }

OperatorMeasurement describe(const OperatorId& id, const Prepared& prepared) {
  OperatorMeasurement row;
  row.id = to_string(id);
  row.op = id.op;
  row.backend = id.backend;
  row.dtype = id.dtype;
  row.problem = id.problem;
  row.isa = prepared.isa();
  row.implementation = prepared.implementation();
  row.work = work(id);
  row.blocking = prepared.blocking();
  return row;
}

}  // namespace cachebound::operators
