// SPDX-License-Identifier: Apache-2.0
// Why the kernel refuses to count, and what would mend it.
#pragma once

#include <string>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// One line for a person: what this errno of perf_event_open means here.
Error explain_perf_refusal(const std::string& event, int error);

/// What decides whether a process may count, and whether there is anything to count with.
struct PerfSurroundings {
  Result<int> paranoid = Error{Reason::not_found, "not read"};  ///< up to 2 a process may count its own user code
  bool seccomp_filter = false;                                  ///< a container's, or a service manager's
  bool virtual_machine = false;
  bool emulated = false;
};

/// From /proc; the last two are the caller's.
PerfSurroundings read_perf_surroundings(const FileSystem& files);

/// Pure. What to do about this errno, a command where there is one; empty where nothing is known.
std::string perf_remedy(int error, const PerfSurroundings& around);

}  // namespace cachebound
