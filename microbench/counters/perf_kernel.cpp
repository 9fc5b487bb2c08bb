// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/perf_kernel.hpp"

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace cachebound {
namespace {

int try_event(const PerfKernel& kernel, unsigned type, unsigned long long config) {
  perf_event_attr attributes{};
  attributes.size = sizeof(attributes);
  attributes.type = type;
  attributes.config = config;
  attributes.disabled = 1;
  attributes.exclude_kernel = 1;  // perf_event_paranoid 2, the kernel's default, allows no more
  attributes.exclude_hv = 1;
  const int descriptor = kernel.open(attributes, -1);
  if (descriptor < 0) return -descriptor;
  kernel.close(descriptor);
  return 0;
}

}  // namespace

PerfKernel real_perf_kernel() {
  return {.open =
              [](perf_event_attr& attributes, int group) {
                const long descriptor = ::syscall(SYS_perf_event_open, &attributes, 0, -1, group, PERF_FLAG_FD_CLOEXEC);
                return descriptor < 0 ? -errno : static_cast<int>(descriptor);
              },
          .read =
              [](int descriptor, void* buffer, std::size_t size) {
                const ssize_t got = ::read(descriptor, buffer, size);
                return got < 0 ? -static_cast<long>(errno) : static_cast<long>(got);
              },
          .control = [](int descriptor, unsigned long request,
                        unsigned long flag) { return ::ioctl(descriptor, request, flag) < 0 ? -errno : 0; },
          .close = [](int descriptor) { ::close(descriptor); }};
}

int try_software_event(const PerfKernel& kernel) {
  return try_event(kernel, PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK);
}

int try_hardware_event(const PerfKernel& kernel) {
  return try_event(kernel, PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES);
}

}  // namespace cachebound
