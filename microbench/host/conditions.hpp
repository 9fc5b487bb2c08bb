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
  Reading<std::string> governor = not_read();        ///< of the first allowed cpu
  Reading<std::string> cpufreq_driver = not_read();  ///< no reading: cpufreq is absent
  Reading<bool> turbo = not_read();
  Reading<bool> smt = not_read();
  Reading<std::string> clocksource = not_read();
  Reading<double> load_average = not_read();    ///< over one minute
  Reading<double> steal_fraction = not_read();  ///< 0 to 1, while the conditions were read
  bool virtual_machine = false;
  std::string hypervisor;
  std::string huge_pages;  ///< "always", "madvise", "never" or "absent"
  Reading<int> perf_event_paranoid = not_read();
  PmuState pmu = PmuState::absent;
  std::string pmu_detail;
  Reading<std::vector<int>> isolated_cpus = not_read();
  Reading<double> temperature_celsius = not_read();  ///< the hottest zone
  Reading<bool> under_voltage = not_read();          ///< Raspberry Pi: the supply sags, the clock is capped
  Bytes memory_available{};
};

/// `pause` lets time pass between the two readings of the steal time; without it that reading has no value.
Conditions read_conditions(const FileSystem& files, const HostInfo& host, const PerfKernel& kernel,
                           const std::function<void()>& pause);
/// Degrees Celsius of the hottest thermal zone. Error{not_found}: there is none that states a temperature.
Result<double> read_temperature(const FileSystem& files);
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

}  // namespace cachebound
