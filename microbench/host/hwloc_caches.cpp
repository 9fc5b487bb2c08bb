// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/hwloc_caches.hpp"

#if CACHEBOUND_HAVE_HWLOC
#include <hwloc.h>

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
              .shared_cpus = {},
              .source = "hwloc"};
  for (int cpu = ::hwloc_bitmap_first(object->cpuset); cpu >= 0; cpu = ::hwloc_bitmap_next(object->cpuset, cpu)) {
    cache.shared_cpus.push_back(cpu);
  }
  return cache;
}

}  // namespace

Result<CachesByCpu> read_hwloc_caches() {
  hwloc_topology_t raw = nullptr;
  if (::hwloc_topology_init(&raw) != 0) return Error{Reason::not_found, "hwloc does not start on this machine"};
  const Topology topology(raw);
  // Without this flag hwloc hides what the current affinity or container excludes, and caches lose their sharers.
  ::hwloc_topology_set_flags(raw, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
  if (::hwloc_topology_load(raw) != 0) return Error{Reason::not_found, "hwloc cannot read this machine's topology"};
  CachesByCpu caches;
  const int processors = ::hwloc_get_nbobjs_by_type(raw, HWLOC_OBJ_PU);
  for (int i = 0; i < processors; ++i) {
    const hwloc_obj* processor = ::hwloc_get_obj_by_type(raw, HWLOC_OBJ_PU, static_cast<unsigned>(i));
    std::vector<Cache>& of_cpu = caches[static_cast<int>(processor->os_index)];
    for (const hwloc_obj* object = processor->parent; object != nullptr; object = object->parent) {
      if (auto cache = cache_of(object)) of_cpu.push_back(std::move(*cache));
    }
  }
  return caches;
}

#else

Result<CachesByCpu> read_hwloc_caches() { return Error{Reason::not_built, "this program was built without hwloc"}; }

#endif

}  // namespace cachebound
