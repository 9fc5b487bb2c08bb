// SPDX-License-Identifier: Apache-2.0
// Attribution: the gap between ideal and measured time, split into terms that sum to it exactly.
//
// Times are whole picoseconds, so that "exactly" is integer arithmetic. A term whose experiment was not run has no
// value, which is not the same as zero; whatever no evidence explains is `unexplained`, signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"

namespace cachebound::analysis {

enum class Cause {
  peak,  ///< datasheet peak -> measured compute ceiling
  l1,    ///< the L1 bound beyond compute
  l2,    ///< the L2 bound beyond everything inside it, and so on outward
  l3,
  dram,
  no_overlap,  ///< the mixed ceiling beyond the largest single bound
  packing,     ///< per-call packing, measured alone
  threads,     ///< imbalance and start-up
};
std::string_view to_string(Cause cause);  // "peak", "l1", ..., "no-overlap", ...
std::optional<Cause> parse_cause(std::string_view text);

struct Term {
  Cause cause = Cause::peak;
  std::optional<std::int64_t> picoseconds;  ///< absent: not measured
  std::string evidence;  ///< "measured", "counted", "traced", "modelled", "compulsory", "datasheet", "not_measured"
  std::string detail;    ///< which ceiling and traffic, or why there is no value

  friend bool operator==(const Term&, const Term&) = default;
};

struct Attribution {
  std::int64_t ideal_picoseconds = 0;
  std::string ideal_source;  ///< "datasheet" or the id of the measured ceiling
  std::int64_t measured_picoseconds = 0;
  std::vector<Term> terms;  ///< one per Cause, in its order
  std::int64_t unexplained_picoseconds =
      0;  ///< measured - ideal - sum of terms; negative: the model predicted too much

  friend bool operator==(const Attribution&, const Attribution&) = default;
};

std::int64_t to_picoseconds(Seconds seconds);
Seconds from_picoseconds(std::int64_t picoseconds);

/// Sum of the terms that have a value.
std::int64_t explained_picoseconds(const Attribution& attribution);

/// Fails as place() does.
Result<Attribution> attribute(const MeasuredCoreKind& kind, const OperatorMeasurement& measurement);

}  // namespace cachebound::analysis
