// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/refusal.hpp"

#include <cerrno>
#include <cstring>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// Counting one's own user code needs no right up to here; beyond it (Debian and Android know 3 and 4) CAP_PERFMON.
constexpr int strictest_paranoid = 2;
constexpr int seccomp_mode_filter = 2;

std::string permission_remedy(const PerfSurroundings& around) {
  const std::string sysctl = "sudo sysctl kernel.perf_event_paranoid=2";
  const std::string container =
      "allow perf_event_open in the container's seccomp profile (docker run --security-opt seccomp=FILE, or --cap-add "
      "PERFMON)";
  const bool strict = around.paranoid && *around.paranoid > strictest_paranoid;
  if (strict && around.seccomp_filter) return sysctl + "; if that is not all: " + container;
  if (around.seccomp_filter) return container;
  return strict ? sysctl : "sudo setcap cap_perfmon+ep on this program, or run it as root";
}

std::string absence_remedy(const PerfSurroundings& around) {
  if (around.emulated) return "run on the machine itself: an emulator has no counters";
  if (around.virtual_machine) {
    return "give the guest a PMU (KVM: -cpu host,pmu=on; clouds: a bare-metal or whole-socket instance)";
  }
  return "a kernel, and on Arm a device tree, that describes this core's PMU: dmesg | grep -i pmu";
}

}  // namespace

Error explain_perf_refusal(const std::string& event, int error) {
  switch (error) {
    case ENOENT:
    case ENODEV:
      return {Reason::not_supported_by_cpu, event + ": this machine has no counter for it (no PMU, or not this event)"};
    case EOPNOTSUPP:
      return {Reason::not_supported_by_cpu, event + ": this machine's PMU does not count it in this way"};
    case EINVAL:
      return {Reason::not_supported_by_cpu, event + ": the kernel takes it for malformed, or the group for too large"};
    case EACCES:
    case EPERM:
      return {Reason::not_permitted, event + ": not permitted; see /proc/sys/kernel/perf_event_paranoid"};
    case ENOSYS:
      return {Reason::not_supported_by_cpu,
              event + ": perf_event_open is not implemented here (emulation, or a kernel without it)"};
    case EMFILE:
    case ENFILE:
      return {Reason::no_resources, event + ": no file descriptor is left"};
    default:
      return {Reason::not_supported_by_cpu, event + ": " + std::strerror(error)};
  }
}

PerfSurroundings read_perf_surroundings(const FileSystem& files) {
  PerfSurroundings around;
  if (const auto paranoid = read_integer(files, "/proc/sys/kernel/perf_event_paranoid")) {
    around.paranoid = static_cast<int>(*paranoid);
  } else {
    around.paranoid = paranoid.error();
  }
  const auto status = files.read_text("/proc/self/status");
  if (!status) return around;
  for (const std::string_view line : split(*status, '\n')) {
    constexpr std::string_view key = "Seccomp:";
    if (!line.starts_with(key)) continue;
    around.seccomp_filter = parse_integer(trim(line.substr(key.size()))) == seccomp_mode_filter;
  }
  return around;
}

std::string perf_remedy(int error, const PerfSurroundings& around) {
  switch (error) {
    case 0:
      return {};
    case ENOENT:
    case ENODEV:
      return absence_remedy(around);
    case ENOSYS:
      if (around.emulated) return absence_remedy(around);
      return around.seccomp_filter ? permission_remedy(around) : "a kernel with CONFIG_PERF_EVENTS";
    case EOPNOTSUPP:
      return "cachebound list counters: which events this PMU has";
    case EACCES:
    case EPERM:
      return permission_remedy(around);
    case EMFILE:
    case ENFILE:
      return "ulimit -n 1024";
    default:
      return {};
  }
}

}  // namespace cachebound
