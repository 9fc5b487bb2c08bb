// SPDX-License-Identifier: Apache-2.0
// Is this a virtual machine? L3 and DRAM are then shared with strangers, and no figure of them lasts.
#pragma once

#include <string>

#include "microbench/host/cpuinfo.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/isa_detection.hpp"

namespace cachebound {

struct VirtualMachine {
  bool present = false;
  std::string hypervisor;  ///< "kvm", "xen", ...: empty when not named
};

/// CPUID leaf 0x40000000, the "hypervisor" flag, /sys/hypervisor, DMI and the device tree, whichever is there.
VirtualMachine detect_virtual_machine(const FileSystem& files, const Cpuinfo& cpuinfo, const CpuidAccess& access);

}  // namespace cachebound
