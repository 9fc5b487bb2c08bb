// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/host_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

Finding finding(std::string id, std::string text, std::string consequence, std::string kind = {}) {
  return {.id = std::move(id),
          .text = std::move(text),
          .consequence = std::move(consequence),
          .core_kind = std::move(kind),
          .withholds_datasheet = false};
}

bool is_64_bit(const std::string& machine) {
  // armv8l: what a 64-bit kernel answers a program under the 32-bit personality (setarch).
  return machine == "aarch64" || machine == "armv8l";
}

/// Of each cpu the index of the group it is in.
std::map<int, std::size_t> group_of(const std::vector<std::vector<int>>& groups) {
  std::map<int, std::size_t> result;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const int cpu : groups[i]) result[cpu] = i;
  }
  return result;
}

bool same_identity(const CoreKind& a, const CoreKind& b) {
  if (a.midr || b.midr) return a.midr == b.midr;
  return a.x86 == b.x86 && a.pmu == b.pmu;
}

std::vector<int> allowed_of(const std::vector<int>& cpus, const std::map<int, std::size_t>& allowed) {
  std::vector<int> kept;
  std::copy_if(cpus.begin(), cpus.end(), std::back_inserter(kept), [&](int cpu) { return allowed.contains(cpu); });
  return kept;
}

std::vector<Finding> sibling_disagreements(const std::vector<CoreKind>& kinds, const LibraryTopology& library,
                                           const std::map<int, std::size_t>& allowed) {
  std::set<std::vector<int>> ours;
  std::set<std::vector<int>> theirs;
  for (const CoreKind& kind : kinds) ours.insert(kind.smt_siblings.begin(), kind.smt_siblings.end());
  for (const std::vector<int>& core : library.cores) {
    if (auto cpus = allowed_of(core, allowed); cpus.size() > 1) theirs.insert(std::move(cpus));
  }
  // hwloc makes no cores of a tree that states none: nothing is said then.
  if (library.cores.empty() || ours == theirs) return {};
  return {finding("smt-siblings-disagree",
                  fmt::format("sysfs puts two threads on {} cores, hwloc on {}", ours.size(), theirs.size()),
                  "a team may put two threads on one core before every core has one")};
}

}  // namespace

std::vector<Finding> program_findings(const HostInfo& host) {
  if (host.architecture != "arm" || !is_64_bit(host.kernel_architecture)) return {};
  return {
      finding("32-bit-program",
              fmt::format("a 32-bit program on a 64-bit kernel ({}): sixteen 128-bit registers, no f64 vectors, none "
                          "of the extensions of 64-bit code",
                          host.kernel_architecture),
              "its ceilings are those of 32-bit code; those of the machine take the aarch64 program")};
}

std::vector<Finding> limit_findings(const HostInfo& host, const std::vector<int>& online) {
  std::vector<Finding> findings;
  std::vector<int> used;
  for (const CoreKind& kind : host.core_kinds) used.insert(used.end(), kind.cpus.begin(), kind.cpus.end());
  std::sort(used.begin(), used.end());
  const auto is_used = [&](int cpu) { return std::binary_search(used.begin(), used.end(), cpu); };
  if (!std::all_of(online.begin(), online.end(), is_used)) {
    findings.push_back(finding("cpus-restricted",
                               fmt::format("this process may use cpus {} of {} (an affinity, a cpuset or a container)",
                                           format_cpu_list(used), format_cpu_list(online)),
                               "the others are not measured, and may run anything meanwhile"));
  }
  if (host.cpu_quota) {
    findings.push_back(
        finding("cpu-quota",
                fmt::format("the control group allows {:.6g} processor{} of time: threads are stopped when "
                            "it is used up",
                            *host.cpu_quota, *host.cpu_quota == 1.0 ? "" : "s"),
                "teams larger than that, and long samples, are measured with pauses"));
  }
  return findings;
}

std::vector<Finding> missing_cache_findings(const CoreKind& kind) {
  if (!kind.caches.empty()) return {};
  return {finding("cache-sizes-not-stated",
                  "the machine states no cache sizes: neither the kernel nor, where there is one, the device tree",
                  "sizes and levels are those that the sweep measures", kind.id)};
}

std::vector<Finding> topology_disagreements(const std::vector<CoreKind>& kinds, const LibraryTopology& library) {
  std::map<int, std::size_t> ours;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (const int cpu : kinds[i].cpus) ours[cpu] = i;
  }
  std::vector<Finding> findings = sibling_disagreements(kinds, library, ours);
  const std::map<int, std::size_t> theirs = group_of(library.kinds);
  for (const CoreKind& kind : kinds) {
    std::set<std::size_t> parts;
    for (const int cpu : kind.cpus) {
      if (const auto found = theirs.find(cpu); found != theirs.end()) parts.insert(found->second);
    }
    if (parts.size() < 2) continue;
    findings.push_back(
        finding("core-kinds-disagree",
                fmt::format("hwloc separates cpus {} into {} kinds", format_cpu_list(kind.cpus), parts.size()),
                "one cpu of them is measured and stands for all", kind.id));
  }
  if (library.kinds.size() < 2) return findings;  // hwloc could not rank them: no statement
  for (const std::vector<int>& together : library.kinds) {
    const std::vector<int> cpus = allowed_of(together, ours);
    const auto stranger = std::find_if(cpus.begin(), cpus.end(), [&](int cpu) {
      return !same_identity(kinds[ours.at(cpu)], kinds[ours.at(cpus.front())]);
    });
    if (stranger == cpus.end()) continue;
    findings.push_back(finding("core-kinds-disagree",
                               fmt::format("hwloc puts cpus {} and {} into one kind, which are {} and {}", cpus.front(),
                                           *stranger, kinds[ours.at(cpus.front())].id, kinds[ours.at(*stranger)].id),
                               "each is measured on its own, as it names itself"));
  }
  return findings;
}

}  // namespace cachebound
