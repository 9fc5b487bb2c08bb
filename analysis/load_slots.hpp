// SPDX-License-Identifier: Apache-2.0
// How long an operator's loads take in load slots, whatever they carry.
//
// A broadcast of four bytes spends as much of a slot as a whole vector, so that bytes over bandwidth are only one of
// two limits: t_l1 = max(sum over forms of loads / rate of that form, bytes / bandwidth). The rates are those of the
// load-slot probes, the counts those of a trace.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/measurement.hpp"
#include "microbench/units.hpp"

namespace cachebound::analysis {

struct LoadSlotTime {
  std::optional<Cycles> cycles;  ///< absent: not every rate is known per cycle
  Seconds seconds{};             ///< at the clocks that the probes ran at
  double loads = 0.0;            ///< of the forms that a probe stands for
  double without_probe = 0.0;    ///< the others take slots too: the time is a lower bound
  std::string ceiling;           ///< of the form that takes most of the time
  Quality quality = Quality::noisy;
  double spread = 0.0;  ///< relative half-width of that ceiling's interval
};

/// Nullopt: no form of these loads was measured on one thread.
std::optional<LoadSlotTime> load_slot_time(const MeasuredCoreKind& kind, const std::vector<AccessCount>& loads);

}  // namespace cachebound::analysis
