// SPDX-License-Identifier: Apache-2.0
// What this machine is: plain values, as read, each with where it came from.
//
// Nothing here is a measurement and nothing here is guessed: a cache whose size no source states is absent from
// `caches`, and statements of the hardware that contradict one another stand in `contradictions`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "microbench/isa.hpp"
#include "microbench/measurement.hpp"
#include "microbench/units.hpp"

namespace cachebound {

/// A data or unified cache as seen from one cpu.
struct Cache {
  Level level = Level::l1;
  Bytes size{};
  int ways = 0;        ///< 0: not stated
  int line_bytes = 0;  ///< 0: not stated
  std::vector<int> shared_cpus{};
  std::string source{};  ///< "sysfs", "hwloc" or "measured"

  friend bool operator==(const Cache&, const Cache&) = default;
};

/// CPUID's own statement of the model, family and model already with their extended parts.
struct X86Identity {
  std::string vendor;  ///< "GenuineIntel", "AuthenticAMD"
  int family = 0;
  int model = 0;
  int stepping = 0;

  friend bool operator==(const X86Identity&, const X86Identity&) = default;
};

/// Cpus that one measurement can stand for.
struct CoreKind {
  std::string id;          ///< "cortex-a72", "amd-zen4"; "x86-family6-model167" where no data file applies
  std::vector<int> cpus;   ///< allowed ones only
  std::string model_name;  ///< as the kernel prints it, or the data file's name
  std::optional<std::uint64_t> midr;
  std::optional<X86Identity> x86;
  IsaSet isas;
  std::vector<std::string> features;  ///< the kernel's flag words, sorted
  std::vector<Cache> caches;          ///< of the first cpu of the kind, inner level first
};

/// A statement worth a line in the report.
struct Finding {
  std::string id;  ///< "cpuid-model-contradicted", "nominal-l3-of-host", "cache-sizes-disagree"
  std::string text;
  std::optional<std::string> consequence{};
  std::string core_kind{};           ///< id of the kind it is about; empty: the machine
  bool withholds_datasheet = false;  ///< the kind's identity is in doubt, so no datasheet figure applies to it
};

struct HostInfo {
  std::string architecture;  ///< of this binary: "x86_64", "aarch64", "arm"
  std::string kernel;        ///< "Linux 6.1.0-rpi7"
  std::string os;            ///< PRETTY_NAME of os-release
  std::string board;         ///< device tree model or DMI product; empty: not stated
  std::vector<CoreKind> core_kinds;
  long page_bytes = 0;
  Bytes memory_total{};
  Bytes memory_available{};
  std::string huge_pages;  ///< transparent ones: "always", "madvise", "never" or "absent"
  bool virtual_machine = false;
  std::string hypervisor;  ///< "kvm", "vmware", ...; empty when not named
  bool emulated = false;   ///< the instructions are interpreted: no rate says anything about hardware
  std::vector<std::string> emulation_signs;
  std::vector<Finding> contradictions;
};

}  // namespace cachebound
