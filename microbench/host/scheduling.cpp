// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/scheduling.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {

Result<CpuTime> read_cpu_steal(const FileSystem& files, int cpu) {
  const auto text = files.read_text("/proc/stat");
  if (!text) return text.error();
  const std::string label = cpu == all_cpus ? "cpu" : fmt::format("cpu{}", cpu);
  for (const std::string_view line : split(*text, '\n')) {
    const auto columns = words(line);
    if (columns.empty() || columns.front() != label) continue;
    constexpr std::size_t steal_column = 8;  // after user, nice, system, idle, iowait, irq and softirq: proc(5)
    if (columns.size() <= steal_column) return Error{Reason::not_found, "/proc/stat: this kernel states no steal time"};
    CpuTime time;
    // The guest columns beyond steal are already part of user and nice.
    for (std::size_t i = 1; i <= steal_column; ++i) {
      const auto jiffies = parse_integer(columns[i]);
      if (!jiffies || *jiffies < 0) {
        return Error{Reason::malformed, fmt::format("/proc/stat: expected jiffies in '{}'", line)};
      }
      time.total += static_cast<std::uint64_t>(*jiffies);
      if (i == steal_column) time.steal = static_cast<std::uint64_t>(*jiffies);
    }
    return time;
  }
  return Error{Reason::not_found, fmt::format("/proc/stat: no line '{}'", label)};
}

Result<double> steal_fraction(const CpuTime& before, const CpuTime& after) {
  if (after.total <= before.total || after.steal < before.steal) {
    return Error{Reason::unstable, "no processor time passed between two readings of /proc/stat"};
  }
  return static_cast<double>(after.steal - before.steal) / static_cast<double>(after.total - before.total);
}

Result<ThreadSwitches> thread_switches() {
  rusage usage{};
  if (::getrusage(RUSAGE_THREAD, &usage) != 0) {
    return Error{Reason::not_found, std::string("getrusage: ") + std::strerror(errno)};
  }
  return ThreadSwitches{.voluntary = usage.ru_nvcsw, .involuntary = usage.ru_nivcsw};
}

}  // namespace cachebound
