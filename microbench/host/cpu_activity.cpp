// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_activity.hpp"

#include <fmt/format.h>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {

Result<CpuActivities> read_cpu_activity(const FileSystem& files) {
  const auto text = files.read_text("/proc/stat");
  if (!text) return text.error();
  CpuActivities cpus;
  for (const std::string_view line : split(*text, '\n')) {
    if (!line.starts_with("cpu")) break;  // the cpus come first; the line of interrupts after them is long
    const auto columns = words(line);
    const auto cpu = parse_integer(std::string_view(columns.front()).substr(3));
    if (!cpu) continue;  // the sum over all
    CpuActivity activity;
    // user, nice, system, idle, iowait, irq, softirq, steal: proc(5). Old kernels have fewer.
    constexpr std::size_t idle = 4, iowait = 5, steal = 8;
    for (std::size_t i = 1; i < columns.size() && i <= steal; ++i) {
      const auto ticks = parse_integer(columns[i]);
      if (!ticks || *ticks < 0) {
        return Error{Reason::malformed, fmt::format("/proc/stat: expected ticks in '{}'", line)};
      }
      const Seconds spent = static_cast<double>(*ticks) * activity_tick;
      activity.total += spent;
      if (i == steal) {
        activity.stolen = spent;
      } else if (i != idle && i != iowait) {
        activity.busy += spent;
      }
    }
    cpus[static_cast<int>(*cpu)] = activity;
  }
  if (cpus.empty()) return Error{Reason::not_found, "/proc/stat names no cpu"};
  return cpus;
}

Result<double> stolen_fraction(const CpuActivities& before, const CpuActivities& after) {
  Seconds stolen{}, passed{};
  bool stated = false;
  for (const auto& [cpu, now] : after) {
    const auto then = before.find(cpu);
    if (then == before.end() || !now.stolen || !then->second.stolen) continue;
    stated = true;
    stolen += *now.stolen - *then->second.stolen;
    passed += now.total - then->second.total;
  }
  if (!stated) return Error{Reason::not_found, "/proc/stat: this kernel states no steal time"};
  if (passed <= Seconds{} || stolen < Seconds{})
    return Error{Reason::unstable, "no processor time passed between two readings of /proc/stat"};
  return ratio(stolen, passed);
}

std::map<int, double> busy_fractions(const CpuActivities& before, const CpuActivities& after) {
  std::map<int, double> shares;
  for (const auto& [cpu, now] : after) {
    const auto then = before.find(cpu);
    if (then == before.end() || now.total <= then->second.total) continue;
    shares[cpu] = ratio(now.busy - then->second.busy, now.total - then->second.total);
  }
  return shares;
}

}  // namespace cachebound
