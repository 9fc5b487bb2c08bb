// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpuinfo.hpp"

#include <algorithm>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {

std::string_view CpuinfoBlock::field(std::string_view name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view{} : std::string_view(found->second);
}

const CpuinfoBlock* Cpuinfo::find(int cpu) const {
  const auto found =
      std::find_if(blocks.begin(), blocks.end(), [&](const CpuinfoBlock& block) { return block.cpu == cpu; });
  return found == blocks.end() ? nullptr : &*found;
}

Cpuinfo parse_cpuinfo(std::string_view text) {
  Cpuinfo cpuinfo;
  bool inside = false;
  for (const std::string_view line : split(text, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
      if (trim(line).empty()) inside = false;  // a blank line ends a block
      continue;
    }
    const std::string name(trim(line.substr(0, colon)));
    const std::string value(trim(line.substr(colon + 1)));
    if (name == "processor") {
      const auto cpu = parse_integer(value);
      if (!cpu) continue;
      cpuinfo.blocks.push_back({.cpu = static_cast<int>(*cpu), .fields = {}});
      inside = true;
    } else if (inside) {
      cpuinfo.blocks.back().fields.emplace(name, value);
    } else {
      cpuinfo.machine.emplace(name, value);
    }
  }
  // 32-bit Arm kernels before 3.8 print the identity once, after all processors: it then is every processor's.
  if (cpuinfo.machine.contains("CPU part")) {
    for (CpuinfoBlock& block : cpuinfo.blocks) block.fields.insert(cpuinfo.machine.begin(), cpuinfo.machine.end());
  }
  return cpuinfo;
}

std::string_view cpuinfo_architecture(const Cpuinfo& cpuinfo) {
  for (const CpuinfoBlock& block : cpuinfo.blocks) {
    if (!block.field("vendor_id").empty() && !block.field("cpu family").empty()) return "x86";
    if (!block.field("CPU implementer").empty()) return "arm";
  }
  return "";
}

std::optional<std::uint64_t> midr_of(const CpuinfoBlock& block) {
  const auto implementer = parse_integer(block.field("CPU implementer"));
  const auto part = parse_integer(block.field("CPU part"));
  if (!implementer || !part || *implementer < 0 || *implementer > 0xff || *part < 0 || *part > 0xfff) {
    return std::nullopt;
  }
  const auto nibble = [&](std::string_view name) {
    return static_cast<std::uint64_t>(parse_integer(block.field(name)).value_or(0)) & 0xfU;
  };
  constexpr std::uint64_t architecture_by_id_registers = 0xf;  // what every Armv7 and Armv8 core of ours reports
  return (static_cast<std::uint64_t>(*implementer) << 24U) | (nibble("CPU variant") << 20U) |
         (architecture_by_id_registers << 16U) | (static_cast<std::uint64_t>(*part) << 4U) | nibble("CPU revision");
}

std::optional<X86Identity> x86_identity_of(const CpuinfoBlock& block) {
  const auto family = parse_integer(block.field("cpu family"));
  const auto model = parse_integer(block.field("model"));
  if (!family || !model) return std::nullopt;
  return X86Identity{.vendor = std::string(block.field("vendor_id")),
                     .family = static_cast<int>(*family),
                     .model = static_cast<int>(*model),
                     .stepping = static_cast<int>(parse_integer(block.field("stepping")).value_or(0))};
}

std::vector<std::string> features_of(const CpuinfoBlock& block) {
  std::vector<std::string> features = words(block.field("flags"));
  if (features.empty()) features = words(block.field("Features"));
  std::sort(features.begin(), features.end());
  return features;
}

}  // namespace cachebound
