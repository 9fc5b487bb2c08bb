// SPDX-License-Identifier: Apache-2.0
// Event counters of the thread that opened them, as one group: all events of a group count at the same time or none
// does, so a ratio of two of them is a ratio of the same stretch of work.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

struct CounterReading {
  std::string name;
  double value = 0.0;  ///< since start(), already scaled when `scaled`
  std::uint64_t time_enabled_ns = 0;
  std::uint64_t time_running_ns = 0;  ///< less than enabled: the kernel took the counter away for a while
  bool scaled = false;                ///< an extrapolation from time_running to time_enabled, not a count

  friend bool operator==(const CounterReading&, const CounterReading&) = default;
};

class Counters {
 public:
  Counters() = default;
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;
  virtual ~Counters() = default;

  /// "perf_event", "papi", "getrusage", "none".
  [[nodiscard]] virtual std::string source() const = 0;
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
  /// Sets the group to zero and lets it count.
  virtual Status start() = 0;
  virtual Status stop() = 0;
  /// Of the last start() to stop(); a group that never ran is an error, not a row of zeros.
  [[nodiscard]] virtual Result<std::vector<CounterReading>> read() const = 0;
};

using CountersPtr = std::unique_ptr<Counters>;

/// Counters that cannot count, and say why at every call.
CountersPtr make_null_counters(Error why);

/// An event under our name, and what PAPI calls it: a preset ("PAPI_TOT_INS") or a native name ("perf::TASK-CLOCK").
struct PapiEvent {
  std::string name;
  std::string papi;
};

/// One event set of PAPI, where this program was built with it; else `not_built`.
Result<CountersPtr> open_papi_counters(const std::vector<PapiEvent>& events);
/// Opens, starts and stops it alone.
Status try_papi_event(const PapiEvent& event);

}  // namespace cachebound
