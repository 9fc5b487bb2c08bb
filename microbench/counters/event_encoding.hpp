// SPDX-License-Identifier: Apache-2.0
// An event of configs/counters for the PMU of one core.
#pragma once

#include "microbench/counters/event_file.hpp"
#include "microbench/counters/event_names.hpp"
#include "microbench/counters/pmu.hpp"

namespace cachebound {

/// The PMU of the pinned core; null where the kernel shows none.
struct PmuChoice {
  const Pmu* pmu = nullptr;
  bool among_several = false;  ///< cores of another kind have another PMU
};

/// By the event's fields in the format of the PMU, else by libpfm4, else as a generic event.
/// Error{not_supported_by_cpu}: there is no PMU, or the core says that it lacks the event: it would count zero.
Result<EncodedEvent> encode_for(const CounterEvent& event, const PmuChoice& choice);

/// For a person: "event=0x11", "hsw::L1D:REPLACEMENT", "cycles".
std::string describe_encoding(const CounterEvent& event);

}  // namespace cachebound
