// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/device_tree_caches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace cachebound {
namespace {

constexpr const char* tree_root = "/proc/device-tree";

/// The first cell of a property, which is big-endian whatever the processor.
std::optional<std::uint32_t> cell(const FileSystem& files, const std::string& path) {
  const auto bytes = files.read_text(path);
  if (!bytes || bytes->size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8U) | static_cast<unsigned char>((*bytes)[i]);
  return value;
}

using Nodes = std::map<std::uint32_t, std::string>;  // by phandle

/// Cache nodes stand in /cpus, inside a cpu or beside them; some trees put them at the root.
Nodes nodes_with_phandle(const FileSystem& files, const std::vector<std::string>& cpu_nodes) {
  Nodes nodes;
  std::vector<std::string> parents{tree_root, std::string(tree_root) + "/cpus"};
  parents.insert(parents.end(), cpu_nodes.begin(), cpu_nodes.end());
  // A cache may stand inside a cache (an L3 in the L2 that uses it): no tree goes deeper than three levels.
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const auto entries = files.list(parents[i]);
    if (!entries) continue;
    for (const std::string& entry : *entries) {
      if (entry.find("cache") == std::string::npos) continue;
      const std::string path = parents[i] + "/" + entry;
      const auto phandle = cell(files, path + "/phandle");
      if (!phandle) continue;
      nodes.emplace(*phandle, path);
      parents.push_back(path);
    }
  }
  return nodes;
}

std::optional<Cache> cache_of(const FileSystem& files, const std::string& node, const std::string& prefix,
                              Level level) {
  const auto size = cell(files, node + "/" + prefix + "cache-size");
  if (!size || *size == 0) return std::nullopt;
  auto line = cell(files, node + "/" + prefix + "cache-line-size");
  if (!line) line = cell(files, node + "/" + prefix + "cache-block-size");
  const auto sets = cell(files, node + "/" + prefix + "cache-sets");
  Cache cache{.level = level, .size = {static_cast<double>(*size)}, .source = "device tree"};
  if (line) cache.line_bytes = static_cast<int>(*line);
  if (line && sets && *line * *sets > 0) cache.ways = static_cast<int>(*size / (*line * *sets));
  return cache;
}

struct Described {
  std::vector<Cache> caches;
  std::vector<std::string> nodes;  ///< of each cache, the node that describes it
};

/// L1 from the cpu's own node, then along `next-level-cache`.
Described described_by(const FileSystem& files, const std::string& cpu_node, const Nodes& nodes) {
  constexpr std::array levels{Level::l2, Level::l3};
  Described found;
  if (auto l1 = cache_of(files, cpu_node, "d-", Level::l1)) {
    found.caches.push_back(std::move(*l1));
    found.nodes.push_back(cpu_node);
  }
  std::string at = cpu_node;
  for (const Level level : levels) {
    auto next = cell(files, at + "/next-level-cache");
    if (!next) next = cell(files, at + "/l2-cache");  // the name before the specification's
    const auto node = next ? nodes.find(*next) : nodes.end();
    if (node == nodes.end()) break;
    at = node->second;
    if (auto cache = cache_of(files, at, "", level)) {
      found.caches.push_back(std::move(*cache));
      found.nodes.push_back(at);
    }
  }
  return found;
}

std::vector<std::string> cpu_nodes_of(const FileSystem& files) {
  const std::string parent = std::string(tree_root) + "/cpus";
  std::vector<std::string> nodes;
  const auto entries = files.list(parent);
  if (!entries) return nodes;
  for (const std::string& entry : *entries) {
    if (entry.starts_with("cpu@")) nodes.push_back(parent + "/" + entry);
  }
  return nodes;
}

/// "…/firmware/devicetree/base/cpus/cpu@100" -> the node under /proc/device-tree.
std::optional<std::string> node_of_cpu(const FileSystem& files, int cpu) {
  const auto link = files.read_link(fmt::format("/sys/devices/system/cpu/cpu{}/of_node", cpu));
  if (!link) return std::nullopt;
  const auto at = link->rfind("/cpus/");
  return at == std::string::npos ? std::nullopt : std::optional(tree_root + link->substr(at));
}

}  // namespace

std::map<int, std::vector<Cache>> read_device_tree_caches(const FileSystem& files, const std::vector<int>& cpus) {
  const std::vector<std::string> cpu_nodes = cpu_nodes_of(files);
  const Nodes nodes = nodes_with_phandle(files, cpu_nodes);
  std::map<std::string, Described> by_node;
  for (const std::string& node : cpu_nodes) by_node[node] = described_by(files, node, nodes);
  const bool alike = !by_node.empty() && std::all_of(by_node.begin(), by_node.end(), [&](const auto& entry) {
    return entry.second.caches == by_node.begin()->second.caches;
  });

  std::map<int, Described> by_cpu;
  for (const int cpu : cpus) {
    const auto node = node_of_cpu(files, cpu);
    const auto found = node ? by_node.find(*node) : by_node.end();
    if (found != by_node.end())
      by_cpu[cpu] = found->second;
    else if (!node && alike)
      by_cpu[cpu] = {.caches = by_node.begin()->second.caches, .nodes = {}};
  }
  std::map<int, std::vector<Cache>> result;
  for (const auto& [cpu, described] : by_cpu) {
    if (described.caches.empty()) continue;
    std::vector<Cache> caches = described.caches;
    for (std::size_t i = 0; i < described.nodes.size(); ++i) {
      for (const auto& [other, its] : by_cpu) {
        if (std::find(its.nodes.begin(), its.nodes.end(), described.nodes[i]) != its.nodes.end()) {
          caches[i].shared_cpus.push_back(other);
        }
      }
    }
    result.emplace(cpu, std::move(caches));
  }
  return result;
}

}  // namespace cachebound
