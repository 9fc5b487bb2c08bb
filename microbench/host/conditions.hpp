// SPDX-License-Identifier: Apache-2.0
// How the machine stands at this moment: everything that may move a number without the code having changed.
//
// Each condition is a value or the reason why it cannot be known; an unknown one is never taken for a good one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/counters/perf_kernel.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

namespace cachebound {

enum class PmuState {
  available,
  absent,           ///< ENOENT: no PMU, as in most virtual machines
  not_permitted,    ///< EACCES: perf_event_paranoid
  not_implemented,  ///< ENOSYS: emulation, or a kernel without perf events
  refused,          ///< any other error
};
std::string_view to_string(PmuState state);
/// From the errno of opening a hardware cycle counter; 0 is success.
PmuState pmu_state_of(int error);

struct Conditions {
  template <typename T>
  using Reading = Result<T>;
  static Error not_read() { return {Reason::not_found, "not read"}; }

  int cpus = 0;                                      ///< that this process may use
  Reading<std::string> governor = not_read();        ///< of all allowed cpus: "schedutil", "ondemand on 0-3, ..."
  Reading<std::string> cpufreq_driver = not_read();  ///< no reading: cpufreq is absent
  std::string governors_available;                   ///< as the kernel lists them; empty: it does not
  Reading<double> clock_limit_hz = not_read();       ///< scaling_max_freq of the first allowed cpu
  Reading<double> clock_highest_hz = not_read();     ///< cpuinfo_max_freq
  Reading<double> clock_claimed_hz = not_read();     ///< scaling_cur_freq while a chain measured the clock ...
  Reading<double> clock_measured_hz = not_read();    ///< ... as this; by doctor, or by the chains of a run
  Reading<bool> turbo = not_read();
  std::string turbo_switch;  ///< the file that says so
  Reading<bool> smt = not_read();
  Reading<std::string> clocksource = not_read();
  Reading<double> timer_resolution_seconds = not_read();
  Reading<double> timer_overhead_seconds = not_read();  ///< of one reading
  Reading<double> load_average = not_read();            ///< over one minute
  Reading<double> quietest_cpu_busy = not_read();       ///< share of the allowed cpu that others use least, right now
  Reading<double> busy_cpus = not_read();               ///< cpus' worth of work on the machine right now
  Reading<double> steal_fraction = not_read();          ///< 0 to 1, while the conditions were read
  Reading<double> cpu_quota = not_read();               ///< cpus that a container leaves us; no reading: all
  bool virtual_machine = false;
  std::string hypervisor;
  std::string huge_pages;  ///< "always", "madvise", "never", "absent" or "unreadable"
  Reading<int> perf_event_paranoid = not_read();
  PmuState pmu = PmuState::absent;
  std::string pmu_detail;
  std::string pmu_remedy;  ///< counters/refusal.hpp; empty: none is needed, or none is known
  Reading<std::vector<int>> isolated_cpus = not_read();
  Reading<std::vector<int>> nohz_full_cpus = not_read();
  Reading<double> temperature_celsius = not_read();  ///< the hottest zone
  std::string thermal_zone;                          ///< the one that is nearest to its own trip point
  Reading<double> thermal_zone_celsius = not_read();
  Reading<double> thermal_trip_celsius = not_read();    ///< where that zone has the clock lowered
  Reading<std::string> throttling = not_read();         ///< what holds the clock down right now; "": nothing does
  Reading<std::string> throttled_before = not_read();   ///< what did since boot
  Reading<bool> under_voltage = not_read();             ///< Raspberry Pi: the supply sags, the clock is capped
  Reading<std::string> cache_information = not_read();  ///< "L1, L2 from sysfs"; no reading: which kind lacks it
  Reading<std::string> library_environment = not_read();  ///< library_environment.hpp; "": nothing steers them
  int userland_bits = 0;                                ///< of this program; 0: not known
  Bytes memory_available{};
};

/// `pause` lets time pass between two readings of what the cpus do; without it those have no value.
Conditions read_conditions(const FileSystem& files, const HostInfo& host, const PerfKernel& kernel,
                           const std::function<void()>& pause);
/// Of this machine; takes about a third of a second.
Conditions read_native_conditions(const HostInfo& host);

enum class Verdict { ok, warn, bad, unknown };
std::string_view to_string(Verdict verdict);

struct ConditionVerdict {
  std::string name;  ///< "governor", "steal", ...
  Verdict verdict = Verdict::unknown;
  std::string text;
  std::string remedy;  ///< a command that mends it; empty: there is none, or none is needed
};

/// One verdict per condition, in a fixed order. Pure.
std::vector<ConditionVerdict> judge(const Conditions& conditions);

/// Measuring here would mislead: a verdict is bad. What makes one bad is what no sample can show or mend
/// (docs/method.md, "When doctor says no").
bool would_mislead(const std::vector<ConditionVerdict>& verdicts);

}  // namespace cachebound
