// SPDX-License-Identifier: Apache-2.0
// Are the instructions interpreted? User-mode emulators pass most of /proc through from the host, so a binary under one
// could believe that it runs on silicon. Any single sign has an innocent explanation (a kernel without perf events, an
// odd container); two that agree have not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/cpuinfo.hpp"
#include "microbench/host/file_system.hpp"

namespace cachebound {

/// What only the process itself can tell; read by `read_process_view`, or made up in a test.
struct ProcessView {
  std::string architecture;      ///< the binary's own: "x86_64", "aarch64", "arm"
  std::string machine;           ///< uname -m
  std::string platform;          ///< AT_PLATFORM; empty: not given
  bool has_vdso = true;          ///< AT_SYSINFO_EHDR
  int software_event_error = 0;  ///< errno of opening the simplest perf event, 0 when it opened
  std::string hypervisor;        ///< from detect_virtual_machine
};

ProcessView read_process_view();

struct Emulation {
  bool emulated = false;           ///< two signs or more, or the system's own word for it
  std::vector<std::string> signs;  ///< in words
};

Emulation detect_emulation(const FileSystem& files, const Cpuinfo& cpuinfo, const ProcessView& view);

/// "x86_64", "aarch64" or "arm": what this binary was compiled for.
std::string_view binary_architecture();

}  // namespace cachebound
