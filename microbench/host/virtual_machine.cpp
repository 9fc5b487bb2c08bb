// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/virtual_machine.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace cachebound {
namespace {

/// The twelve letters of leaf 0x40000000, or empty. The leaf is defined only where bit 31 of leaf 1 ECX is set.
std::string hypervisor_signature(const CpuidAccess& access) {
  if (!access.cpuid || ((access.cpuid(1, 0).ecx >> 31U) & 1U) == 0) return {};
  const CpuidRegisters leaf = access.cpuid(0x40000000U, 0);
  std::array<char, 12> letters{};
  std::memcpy(letters.data(), &leaf.ebx, 4);
  std::memcpy(letters.data() + 4, &leaf.ecx, 4);
  std::memcpy(letters.data() + 8, &leaf.edx, 4);
  const std::string text(letters.begin(), letters.end());
  return text.substr(0, text.find('\0'));
}

std::string name_of_signature(const std::string& signature) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{{{"KVMKVMKVM", "kvm"},
                                                                                {"Linux KVM Hv", "kvm"},
                                                                                {"Microsoft Hv", "hyper-v"},
                                                                                {"VMwareVMware", "vmware"},
                                                                                {"XenVMMXenVMM", "xen"},
                                                                                {"TCGTCGTCGTCG", "qemu-tcg"},
                                                                                {"bhyve bhyve ", "bhyve"}}};
  for (const auto& [letters, name] : known) {
    if (signature == letters) return std::string(name);
  }
  return signature;
}

/// The only sign on Arm servers, whose processors have no flag for it. The words are those of the makers' firmware.
std::string name_in_dmi(const FileSystem& files) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> known{{{"QEMU", "qemu"},
                                                                                 {"KVM", "kvm"},
                                                                                 {"VMware", "vmware"},
                                                                                 {"VirtualBox", "virtualbox"},
                                                                                 {"Xen", "xen"},
                                                                                 {"Google Compute Engine", "kvm"},
                                                                                 {"OpenStack", "kvm"},
                                                                                 {"Amazon EC2", "amazon"},
                                                                                 {"Virtual Machine", "hyper-v"},
                                                                                 {"Apple Virtualization", "apple"},
                                                                                 {"Parallels", "parallels"}}};
  std::string text;
  for (const char* file : {"/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name"}) {
    if (const auto found = read_trimmed(files, file)) text += *found + "\n";
  }
  // Amazon's bare machines bear the same vendor: "c7g.metal", "m7i.metal-24xl".
  if (text.find("Amazon EC2") != std::string::npos && text.find(".metal") != std::string::npos) return {};
  for (const auto& [word, name] : known) {
    if (text.find(word) != std::string::npos) return std::string(name);
  }
  return {};
}

/// A guest's device tree may name who made it: "linux,kvm", "xen,xen-4.17", "vmware".
std::string name_in_device_tree(const FileSystem& files) {
  const auto text = read_trimmed(files, "/proc/device-tree/hypervisor/compatible");
  if (!text) return {};
  for (const std::string_view name : {"kvm", "xen", "vmware", "gunyah"}) {
    if (text->find(name) != std::string::npos) return std::string(name);
  }
  return {};
}

}  // namespace

VirtualMachine detect_virtual_machine(const FileSystem& files, const Cpuinfo& cpuinfo, const CpuidAccess& access) {
  VirtualMachine vm;
  const std::string signature = hypervisor_signature(access);
  if (!signature.empty()) return {.present = true, .hypervisor = name_of_signature(signature)};
  if (const auto type = read_trimmed(files, "/sys/hypervisor/type"); type && !type->empty()) {
    // A Xen control domain runs on the real cores, yet its caches and time are shared as any guest's.
    return {.present = true, .hypervisor = *type};
  }
  vm.hypervisor = name_in_dmi(files);
  vm.present = !vm.hypervisor.empty();
  for (const CpuinfoBlock& block : cpuinfo.blocks) {
    const auto features = features_of(block);
    if (std::binary_search(features.begin(), features.end(), "hypervisor")) vm.present = true;
  }
  // Arm guests: QEMU's and crosvm's machines say so in their device tree.
  if (files.exists("/proc/device-tree/hypervisor")) {
    vm.present = true;
    if (vm.hypervisor.empty()) vm.hypervisor = name_in_device_tree(files);
  }
  if (const auto model = read_trimmed(files, "/proc/device-tree/compatible")) {
    if (model->find("linux,dummy-virt") != std::string::npos) vm.present = true;
  }
  return vm;
}

}  // namespace cachebound
