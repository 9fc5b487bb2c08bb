// SPDX-License-Identifier: Apache-2.0
#include "operators/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "microbench/nearest.hpp"
#include "operators/conv2d/conv_entry.hpp"
#include "operators/entered.hpp"
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

/// Takes "cache:<state>" and "threads:<count>", in this order and each at most once, from the parts behind the problem.
Status read_conditions(std::string_view id, std::span<const std::string> parts, OperatorId& to) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    if (i == 0 && part.starts_with("cache:")) {
      const auto state = parse_cache_state(part.substr(6));
      // What is the rule is not written.
      if (!state || *state == CacheState::warm)
        return Error{Reason::malformed,
                     fmt::format("operator id '{}': '{}': expected cache:cold-weights or cache:cold-all", id, part)};
      to.cache = *state;
      continue;
    }
    if (i + 1 == parts.size() && part.starts_with("threads:")) {
      const std::string_view digits = part.substr(8);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), to.threads);
      const bool whole = error == std::errc{} && end == digits.data() + digits.size();
      if (whole && !digits.starts_with('0') && to.threads > 1)
        continue;
      return Error{Reason::malformed, fmt::format("operator id '{}': '{}': expected threads:<2 or more>", id, part)};
    }
    return Error{Reason::malformed,
                 fmt::format("operator id '{}': '{}' is left over; behind the problem come cache:<state>, threads:<count>",
                             id, part)};
  }
  return std::nullopt;
}

/// Why this backend does not run as a team here.
Status cannot_use_threads(const OperatorId& id, const TargetCore& core) {
  const auto backends = entry_of(id).backends(core);
  const auto backend = std::ranges::find(backends, id.backend, &Backend::name);
  if (backend != backends.end() && !backend->unavailable && backend->threading.empty()) {
    return Error{Reason::not_applicable, fmt::format("{} uses one thread, as it is built here", id.backend)};
  }
  if (static_cast<int>(core.cpus.size()) < id.threads) {
    return Error{Reason::not_applicable, fmt::format("{} threads want as many cpus, and {} {} at hand", id.threads,
                                                     std::max<std::size_t>(core.cpus.size(), 1),
                                                     core.cpus.size() > 1 ? "are" : "is")};
  }
  return std::nullopt;
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
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('/', start), text.size());
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  constexpr std::size_t needed = 4;
  if (parts.size() < needed) {
    return Error{Reason::malformed,
                 fmt::format("operator id '{}' has {} parts; expected <op>/<backend>/<dtype>/<problem>, e.g. "
                             "gemm/tiled/f32/m256n256k256",
                             text, parts.size())};
  }
  const std::string &op = parts[0], &backend = parts[1], &type = parts[2], &problem = parts[3];
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
  OperatorId id{.op = op, .backend = backend, .dtype = *dtype, .problem = std::move(canonical).value()};
  if (Status wrong = read_conditions(text, std::span(parts).subspan(needed), id)) return *wrong;
  return id;
}

std::string to_string(const OperatorId& id) {
  std::string text = fmt::format("{}/{}/{}/{}", id.op, id.backend, cachebound::to_string(id.dtype), id.problem);
  if (id.cache != CacheState::warm) text += fmt::format("/cache:{}", cachebound::to_string(id.cache));
  if (id.threads > 1) text += fmt::format("/threads:{}", id.threads);
  return text;
}

PreparedResult prepare(const OperatorId& id, const TargetCore& core, std::uint64_t seed) {
  TargetCore target = core;
  const auto cpus = static_cast<std::size_t>(id.threads);
  if (id.threads > 1) {
    if (id.cache != CacheState::warm) {
      return Error{Reason::not_applicable,
                   "a cold row has one thread: the caches of the other cores could not be emptied from here"};
    }
    if (const Status refused = cannot_use_threads(id, core)) return *refused;
  }
  target.cpus.resize(id.threads > 1 ? cpus : 0);
  return entry_of(id).prepare(id.backend, request_of(id, seed), target);
}

Verification verify(const OperatorId& id, Prepared& prepared, std::uint64_t seed) {
  poison(prepared.output());
  {
    const Entered entered(prepared);
    if (entered.refused()) {
      return {.max_error = 0.0, .checked = 0, .total = 0, .failure = entered.refused()};
    }
    prepared.run();
  }
  Expected expected = entry_of(id).reference(request_of(id, seed));
  if (const auto bound = prepared.error_bound()) std::ranges::fill(expected.tolerance, *bound);
  return compare(prepared.output(), expected);
}

Flops work(const OperatorId& id) { return entry_of(id).work(id.problem); }

Traffic compulsory_traffic(const OperatorId& id, Level level) {
  return entry_of(id).compulsory_traffic(id.problem, id.dtype, level);
}

OperatorMeasurement described(const OperatorId& id) {
  OperatorMeasurement row;
  row.id = to_string(id);
  row.op = id.op;
  row.backend = id.backend;
  row.dtype = id.dtype;
  row.problem = id.problem;
  row.threads = id.threads;
  row.cache = id.cache;
  row.work = work(id);
  return row;
}

OperatorMeasurement describe(const OperatorId& id, const Prepared& prepared) {
  OperatorMeasurement row = described(id);
  row.isa = prepared.isa();
  row.implementation = prepared.implementation();
  row.fewer_operations = prepared.fewer_operations();
  row.blocking = prepared.blocking();
  row.conv_blocking = prepared.conv_blocking();
  return row;
}

}  // namespace cachebound::operators
