// SPDX-License-Identifier: Apache-2.0
// All operators and backends behind ids: <op>/<backend>/<dtype>/<problem>, for example gemm/tiled-avx2/f32/m64n64k64;
// then, where they are not warm and 1, /cache:<state> and /threads:<count>.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "operators/operator.hpp"
#include "operators/operator_entry.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators {

struct OperatorId {
  std::string op;
  std::string backend;
  DType dtype = DType::f32;
  std::string problem;  ///< canonical descriptor
  CacheState cache = CacheState::warm;
  int threads = 1;

  friend bool operator==(const OperatorId&, const OperatorId&) = default;
};

/// Every operator, in the order of the tables that list them.
std::span<const OperatorEntry> operator_entries();

/// Checks every part, also that the backend exists, though not that it can run. The error names the part, what was
/// expected, and the nearest valid name.
Result<OperatorId> parse_operator_id(std::string_view text);
std::string to_string(const OperatorId& id);

/// Any seed gives a valid case; this one is used unless the user says otherwise, and is stored.
inline constexpr std::uint64_t default_seed = 20210200932;

/// `core.cpus`: for the largest team; this operator takes the first of them. Error{not_applicable}: a backend of one
/// thread for a team, or a cold state for a team, of which one core alone would be cold.
PreparedResult prepare(const OperatorId& id, const TargetCore& core, std::uint64_t seed = default_seed);

/// Runs once on a fresh output and compares. `seed` must be that of prepare(). Fails also where it cannot be entered.
Verification verify(const OperatorId& id, Prepared& prepared, std::uint64_t seed = default_seed);

Flops work(const OperatorId& id);
Traffic compulsory_traffic(const OperatorId& id, Level level);

/// Id, backend, work and, where it runs, isa, implementation, blocking: all but what takes time to know.
OperatorMeasurement describe(const OperatorId& id, const Prepared& prepared);
/// What the id alone says: all that is known of a row that could not be prepared.
OperatorMeasurement described(const OperatorId& id);

}  // namespace cachebound::operators
