// SPDX-License-Identifier: Apache-2.0
// What happened to one block while it was measured: plain counts and shares, as seen. What they mean for a number is
// decided in validity_rules.hpp.
#pragma once

#include <array>
#include <string>

namespace cachebound {

/// What the kernel or the firmware may say of a lowered clock; bits of Trouble::throttle_reports.
namespace throttle {
inline constexpr unsigned core_counter = 1U;     ///< x86: thermal_throttle/core_throttle_count rose
inline constexpr unsigned package_counter = 2U;  ///< x86: package_throttle_count rose
inline constexpr unsigned cooling = 4U;          ///< a cooling device that slows processors is active
inline constexpr unsigned under_voltage = 8U;    ///< Raspberry Pi: the supply sags
inline constexpr unsigned capped = 16U;          ///< Raspberry Pi: "arm frequency capped"
inline constexpr unsigned throttled = 32U;       ///< Raspberry Pi: "throttled"
inline constexpr unsigned soft_limit = 64U;      ///< Raspberry Pi: soft temperature limit
}  // namespace throttle

/// "under-voltage, firmware caps the clock"; empty for none.
std::string describe_throttling(unsigned reports);

/// All of it is doubles, since a block leaves the runner as counters of Google Benchmark.
struct Trouble {
  // By the sampler, of the pairs of slices that it timed.
  double seconds = 0.0;           ///< wall time of all pairs, the discarded ones too
  double off_core_seconds = 0.0;  ///< of it, what others had of the core, if the thread lost it at all (worst member)
  double descheduled_pairs = 0.0;
  double migrated_pairs = 0.0;
  double faulted_pairs = 0.0;
  double jumped_pairs = 0.0;  ///< that took no time, or less than none
  double page_faults = 0.0;   ///< in all pairs
  double clock_low = 0.0;     ///< steps per second of the slowest sample that counts
  double clock_high = 0.0;    ///< and of the fastest
  double cpu = -1.0;          ///< on which the (first) thread ended; -1: not known

  // By whoever watches the machine (host/machine_watch.hpp); zero where nothing is watched or nothing can be known.
  double quota_seconds = 0.0;     ///< since the block before, in which a control group's quota stopped threads
  double stolen_share = 0.0;      ///< of the time, by the hypervisor
  double others_share = 0.0;      ///< of the time of the row's cpus, by other tasks, hardware siblings included
  double neighbours = 0.0;        ///< cpus' worth of other tasks elsewhere on the machine
  double throttle_reports = 0.0;  ///< bits of namespace throttle
  double claimed_hertz = 0.0;     ///< the core's clock by cpufreq, right after the block
  double unwatched = 0.0;         ///< 1: whoever watches could not see who else had the cpus
};

struct TroubleField {
  const char* name;
  double Trouble::*member;
};

/// Under which name each leaves the runner and stands in a journal.
inline constexpr std::array<TroubleField, 17> trouble_fields{{{"timed_seconds", &Trouble::seconds},
                                                              {"off_core_seconds", &Trouble::off_core_seconds},
                                                              {"descheduled_pairs", &Trouble::descheduled_pairs},
                                                              {"migrated_pairs", &Trouble::migrated_pairs},
                                                              {"faulted_pairs", &Trouble::faulted_pairs},
                                                              {"jumped_pairs", &Trouble::jumped_pairs},
                                                              {"page_faults", &Trouble::page_faults},
                                                              {"clock_low", &Trouble::clock_low},
                                                              {"clock_high", &Trouble::clock_high},
                                                              {"cpu", &Trouble::cpu},
                                                              {"quota_seconds", &Trouble::quota_seconds},
                                                              {"stolen_share", &Trouble::stolen_share},
                                                              {"others_share", &Trouble::others_share},
                                                              {"neighbours", &Trouble::neighbours},
                                                              {"throttle_reports", &Trouble::throttle_reports},
                                                              {"claimed_hertz", &Trouble::claimed_hertz},
                                                              {"unwatched", &Trouble::unwatched}}};

}  // namespace cachebound
