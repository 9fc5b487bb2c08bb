// SPDX-License-Identifier: Apache-2.0
// The emulator, its counting plugin, and the program that runs in it.
#pragma once

#include <string>
#include <vector>

#include "analysis/trace/executed.hpp"
#include "analysis/trace/trace_table.hpp"
#include "microbench/child_process.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

struct EmulatorOptions {
  std::string guest;    ///< empty: this program itself
  std::string plugin;   ///< empty: libmemcount.so beside this program
  std::string core;     ///< which core is shown to the program; empty: see default_core
  std::string sysroot;  ///< where the guest's libraries are; empty: the cross compiler's, where the guest needs one
};

struct EmulatorSetting {
  analysis::Emulator emulator;
  std::string guest;
  std::string plugin;
  std::string sysroot;
};

/// Everything that a trace needs is there, or one line that says what is missing and how to mend it.
Result<EmulatorSetting> find_emulator(const EmulatorOptions& options);

/// "x86_64", "aarch64" or "arm", from the head of an ELF file.
Result<std::string> target_of(const std::string& program);

/// "7.2.22" from what `qemu-x86_64 --version` prints.
std::string version_in(const std::string& text);

/// All that the emulator knows ("max"). On x86-64 under the model number of a Haswell: by the number that "max" has on
/// its own, that of an early Opteron, OpenBLAS takes its SSE kernels. On AArch64 without SVE, whose accesses the
/// emulator makes behind the plugin's back.
std::string default_core(const std::string& target);

struct GuestRun {
  ChildOutput output;
  Result<analysis::Executed> executed;
};

/// Runs the guest with these arguments, and its caches modelled.
Result<GuestRun> run_guest(const EmulatorSetting& setting, const std::vector<std::string>& arguments,
                           const std::vector<Cache>& caches);

}  // namespace cachebound::cli
