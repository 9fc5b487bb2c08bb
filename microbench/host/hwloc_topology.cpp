// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/hwloc_topology.hpp"

#if CACHEBOUND_HAVE_HWLOC
#include <hwloc.h>
#include <hwloc/cpukinds.h>

#include <memory>
#include <optional>
#endif

namespace cachebound {

#if CACHEBOUND_HAVE_HWLOC
namespace {

struct TopologyEnd {
  void operator()(hwloc_topology* topology) const { ::hwloc_topology_destroy(topology); }
};
using Topology = std::unique_ptr<hwloc_topology, TopologyEnd>;

struct BitmapEnd {
  void operator()(hwloc_bitmap_s* bitmap) const { ::hwloc_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<hwloc_bitmap_s, BitmapEnd>;

std::vector<int> cpus_of(hwloc_const_bitmap_t set) {
  std::vector<int> cpus;
  for (int cpu = ::hwloc_bitmap_first(set); cpu >= 0; cpu = ::hwloc_bitmap_next(set, cpu)) cpus.push_back(cpu);
  return cpus;
}

std::optional<Level> level_of(hwloc_obj_type_t type) {
  switch (type) {
    case HWLOC_OBJ_L1CACHE:
      return Level::l1;
    case HWLOC_OBJ_L2CACHE:
      return Level::l2;
    case HWLOC_OBJ_L3CACHE:
      return Level::l3;
    default:
      return std::nullopt;
  }
}

std::optional<Cache> cache_of(const hwloc_obj* object) {
  const auto level = level_of(object->type);
  if (!level || object->attr == nullptr || object->attr->cache.size == 0) return std::nullopt;
  Cache cache{.level = *level,
              .size = {static_cast<double>(object->attr->cache.size)},
              .ways = object->attr->cache.associativity,
              .line_bytes = static_cast<int>(object->attr->cache.linesize),
              .shared_cpus = cpus_of(object->cpuset),
              .source = "hwloc"};
  return cache;
}

/// The list is empty where hwloc cannot rank cpus, and one kind where it can and all are alike.
std::vector<std::vector<int>> kinds_of(hwloc_topology_t topology) {
  std::vector<std::vector<int>> kinds;
  const int count = ::hwloc_cpukinds_get_nr(topology, 0);
  for (int i = 0; i < count; ++i) {
    const Bitmap cpus(::hwloc_bitmap_alloc());
    if (!cpus) break;
    const int got =
        ::hwloc_cpukinds_get_info(topology, static_cast<unsigned>(i), cpus.get(), nullptr, nullptr, nullptr, 0);
    if (got == 0) kinds.push_back(cpus_of(cpus.get()));
  }
  return kinds;
}

}  // namespace

Result<LibraryTopology> read_hwloc_topology() {
  hwloc_topology_t raw = nullptr;
  if (::hwloc_topology_init(&raw) != 0) return Error{Reason::not_found, "hwloc does not start on this machine"};
  const Topology topology(raw);
  // Without this flag hwloc hides what the current affinity or container excludes, and caches lose their sharers.
  ::hwloc_topology_set_flags(raw, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
  if (::hwloc_topology_load(raw) != 0) return Error{Reason::not_found, "hwloc cannot read this machine's topology"};
  LibraryTopology found;
  const int processors = ::hwloc_get_nbobjs_by_type(raw, HWLOC_OBJ_PU);
  for (int i = 0; i < processors; ++i) {
    const hwloc_obj* processor = ::hwloc_get_obj_by_type(raw, HWLOC_OBJ_PU, static_cast<unsigned>(i));
    std::vector<Cache>& of_cpu = found.caches[static_cast<int>(processor->os_index)];
    for (const hwloc_obj* object = processor->parent; object != nullptr; object = object->parent) {
      if (auto cache = cache_of(object)) of_cpu.push_back(std::move(*cache));
    }
  }
  const int cores = ::hwloc_get_nbobjs_by_type(raw, HWLOC_OBJ_CORE);
  for (int i = 0; i < cores; ++i) {
    found.cores.push_back(cpus_of(::hwloc_get_obj_by_type(raw, HWLOC_OBJ_CORE, static_cast<unsigned>(i))->cpuset));
  }
  found.kinds = kinds_of(raw);
  return found;
}

#else

Result<LibraryTopology> read_hwloc_topology() {
  return Error{Reason::not_built, "this program was built without hwloc"};
}

#endif

}  // namespace cachebound
