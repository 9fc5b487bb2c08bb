// SPDX-License-Identifier: Apache-2.0
#include "operators/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "microbench/nearest.hpp"
#include "operators/conv2d/conv_entry.hpp"
#include "operators/gemm/gemm_entry.hpp"

namespace cachebound::operators {
namespace {

Error unknown(std::string_view id, std::string_view part, std::string_view value,
              const std::vector<std::string>& candidates) {
  return {Reason::malformed, fmt::format("operator id '{}': there is no {} '{}'; {}", id, part, value,
                                         suggestion(value, candidates))};
}

const OperatorEntry* find_entry(std::string_view op) {
  for (const OperatorEntry& entry : operator_entries()) {
    if (entry.name == op) return &entry;
  }
  return nullptr;
}

/// Of an id, whose operator exists.
const OperatorEntry& entry_of(const OperatorId& id) {
  const OperatorEntry* entry = find_entry(id.op);
  CACHEBOUND_ASSERT(entry != nullptr);
  return *entry;
}

template <typename List, typename Name>
std::vector<std::string> names_of(const List& list, Name name) {
  std::vector<std::string> names;
  for (const auto& each : list) names.emplace_back(name(each));
  return names;
}

CaseRequest request_of(const OperatorId& id, std::uint64_t seed) {
  return {.problem = id.problem, .dtype = id.dtype, .seed = seed};
}

}  // namespace

std::span<const OperatorEntry> operator_entries() {
  static const std::array entries{gemm::gemm_entry(), conv2d::conv_entry()};
  return entries;
}

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
  const auto& [op, backend, type, problem] = parts;
  const OperatorEntry* entry = find_entry(op);
  if (entry == nullptr) {
    return unknown(text, "operator", op, names_of(operator_entries(), [](const auto& e) { return e.name; }));
  }
  const auto backends = entry->backends(TargetCore{});
  const auto known = std::ranges::find(backends, backend, &Backend::name);
  if (known == backends.end()) {
    return unknown(text, fmt::format("{} backend", op), backend,
                   names_of(backends, [](const auto& b) { return b.name; }));
  }
  const auto dtype = parse_dtype(type);
  if (!dtype || std::ranges::find(known->dtypes, *dtype) == known->dtypes.end()) {
    return unknown(text, dtype ? fmt::format("{} {} of type", op, backend) : "data type", type,
                   names_of(known->dtypes, [](DType each) { return cachebound::to_string(each); }));
  }
  auto canonical = entry->canonical(problem);
  if (!canonical) {
    return Error{Reason::malformed, fmt::format("operator id '{}': {}", text, canonical.error().detail)};
  }
  return OperatorId{.op = op, .backend = backend, .dtype = *dtype, .problem = std::move(canonical).value()};
}

std::string to_string(const OperatorId& id) {
  return fmt::format("{}/{}/{}/{}", id.op, id.backend, cachebound::to_string(id.dtype), id.problem);
}

PreparedResult prepare(const OperatorId& id, const TargetCore& core, std::uint64_t seed) {
  return entry_of(id).prepare(id.backend, request_of(id, seed), core);
}

Verification verify(const OperatorId& id, Prepared& prepared, std::uint64_t seed) {
  poison(prepared.output());
  prepared.run();
  Expected expected = entry_of(id).reference(request_of(id, seed));
  if (const auto bound = prepared.error_bound()) std::ranges::fill(expected.tolerance, *bound);
  return compare(prepared.output(), expected);
}

Flops work(const OperatorId& id) { return entry_of(id).work(id.problem); }

Traffic compulsory_traffic(const OperatorId& id, Level level) {
  return entry_of(id).compulsory_traffic(id.problem, id.dtype, level);
}

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
  row.fewer_operations = prepared.fewer_operations();
  row.blocking = prepared.blocking();
  row.conv_blocking = prepared.conv_blocking();
  return row;
}

}  // namespace cachebound::operators
