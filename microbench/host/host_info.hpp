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
  std::string source{};  ///< "sysfs", "device tree", "cpuid", "hwloc" or "datasheet" (cache_sources.hpp)

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
  std::vector<std::string> features;    ///< the kernel's flag words, sorted
  std::vector<Cache> caches;            ///< of the first cpu of the kind, inner level first, as the machine states them
  std::vector<Cache> datasheet_caches;  ///< by the data file of the core: for reading, never a hint
  std::optional<int> capacity;          ///< cpu_capacity: 1024 is the strongest cpu of the machine
  std::optional<Frequency> highest_clock;      ///< as cpufreq claims it; not measured
  std::string pmu;                             ///< whose counters these cpus have: "armv8_cortex_a72", "cpu_atom"
  std::vector<std::vector<int>> clusters;      ///< allowed cpus that the kernel puts together; empty: not stated
  std::vector<std::vector<int>> smt_siblings;  ///< allowed cpus of one core each; only cores with more than one
};

/// Preallocated huge pages of one size.
struct HugePagePool {
  Bytes page{};
  long total = 0;
  long free = 0;

  friend bool operator==(const HugePagePool&, const HugePagePool&) = default;
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
  std::string architecture;         ///< of this binary: "x86_64", "aarch64", "arm"
  std::string kernel_architecture;  ///< uname -m: "aarch64" or "armv8l" under a 32-bit program on a 64-bit kernel
  std::string kernel;               ///< "Linux 6.1.0-rpi7"
  std::string os;                   ///< PRETTY_NAME of os-release
  std::string board;                ///< device tree model or DMI product; empty: not stated
  std::vector<CoreKind> core_kinds;
  long page_bytes = 0;
  Bytes memory_total{};
  Bytes memory_available{};
  std::string huge_pages;  ///< transparent ones: "always", "madvise", "never", "absent" or "unreadable"
  std::vector<HugePagePool> huge_page_pools;
  int packages = 0;    ///< sockets, of the allowed cpus; 0: not stated
  int numa_nodes = 0;  ///< 0: not stated
  bool virtual_machine = false;
  std::string hypervisor;           ///< "kvm", "vmware", ...; empty when not named
  std::string container;            ///< "docker", "podman", "kubernetes", ...; empty: no sign of one
  std::optional<double> cpu_quota;  ///< processors' worth of time that the control group allows; absent: no limit
  bool emulated = false;            ///< the instructions are interpreted: no rate says anything about hardware
  std::vector<std::string> emulation_signs;
  std::vector<Finding> contradictions;
};

}  // namespace cachebound
