// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/emulation.hpp"

#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/utsname.h>

#include <cerrno>

#include "microbench/counters/perf_kernel.hpp"

namespace cachebound {
namespace {

std::string_view family_of(std::string_view architecture) { return architecture == "x86_64" ? "x86" : "arm"; }

/// Emulators answer for /proc/self/exe themselves, but leave its synonym to the host's kernel, which names the
/// emulator.
std::string foreign_executable(const FileSystem& files) {
  const auto told = files.read_link("/proc/self/exe");
  const auto real = files.read_link("/proc/thread-self/exe");
  if (!told || !real || *told == *real) return {};
  return fmt::format("the kernel runs {}, not this program", *real);
}

/// A 32-bit Armv7 kernel has a v7l platform; armv7l beside v8l is an emulator's mixture.
std::string odd_platform(const ProcessView& view) {
  const bool plausible = view.platform.empty() || view.architecture != "arm" || view.machine == "aarch64" ||
                         view.machine.starts_with("armv8") == view.platform.starts_with("v8");
  if (plausible) return {};
  return fmt::format("uname says {} and the auxiliary vector {}", view.machine, view.platform);
}

}  // namespace

std::string_view binary_architecture() {
#if defined(__x86_64__)
  return "x86_64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "arm";
#endif
}

ProcessView read_process_view() {
  ProcessView view;
  view.architecture = std::string(binary_architecture());
  utsname names{};
  if (::uname(&names) == 0) view.machine = names.machine;
  const auto* platform =
      reinterpret_cast<const char*>(::getauxval(AT_PLATFORM));  // NOLINT(performance-no-int-to-ptr): the kernel's ABI
  if (platform != nullptr) view.platform = platform;
  view.has_vdso = ::getauxval(AT_SYSINFO_EHDR) != 0;
  view.software_event_error = try_software_event(real_perf_kernel());
  return view;
}

Emulation detect_emulation(const FileSystem& files, const Cpuinfo& cpuinfo, const ProcessView& view) {
  Emulation found;
  const auto sign = [&](std::string text) {
    if (!text.empty()) found.signs.push_back(std::move(text));
  };
  if (view.software_event_error == ENOSYS) sign("perf_event_open is not implemented");
  const std::string_view described = cpuinfo_architecture(cpuinfo);
  if (!described.empty() && described != family_of(view.architecture)) {
    sign(fmt::format("/proc/cpuinfo describes an {} processor, this program is for {}", described, view.architecture));
  }
  sign(foreign_executable(files));
  if (const auto name = read_trimmed(files, "/proc/self/comm"); name && name->starts_with("qemu-")) {
    sign(fmt::format("the kernel calls this process {}", *name));
  }
  // 64-bit kernels always map one; 32-bit Arm ones without the generic timer do not.
  if (!view.has_vdso && view.architecture != "arm") sign("the process has no vDSO");
  sign(odd_platform(view));
  // A whole system under an interpreter says so itself, and needs no second sign.
  const bool interpreted_system = view.hypervisor == "qemu-tcg";
  if (interpreted_system) sign("CPUID names QEMU's interpreter (TCG) as the hypervisor");
  found.emulated = interpreted_system || found.signs.size() >= 2;
  return found;
}

}  // namespace cachebound
