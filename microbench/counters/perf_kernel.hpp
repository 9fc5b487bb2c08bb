// SPDX-License-Identifier: Apache-2.0
// The four system calls behind perf events, as values, so that a test can be a kernel without PMU, a strict
// perf_event_paranoid, or one that multiplexes.
#pragma once

#include <linux/perf_event.h>

#include <cstddef>
#include <functional>

namespace cachebound {

struct PerfKernel {
  /// Of the calling thread on any cpu; `group` is -1 for a leader. A descriptor, or -errno.
  std::function<int(perf_event_attr& attributes, int group)> open;
  std::function<long(int descriptor, void* buffer, std::size_t size)> read;               ///< bytes, or -errno
  std::function<int(int descriptor, unsigned long request, unsigned long flag)> control;  ///< 0, or -errno
  std::function<void(int descriptor)> close;
};

PerfKernel real_perf_kernel();

/// Opens and closes task-clock, which every kernel with perf events has: 0, or the errno.
int try_software_event(const PerfKernel& kernel);
/// The same for a hardware cycle counter: ENOENT means that there is no PMU.
int try_hardware_event(const PerfKernel& kernel);

}  // namespace cachebound
