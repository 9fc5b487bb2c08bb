// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cache_sources.hpp"

namespace cachebound {

CacheStatements CacheSources::of(int cpu) const {
  CacheStatements statements;
  const auto add = [&](const std::vector<Cache>& caches) {
    if (!caches.empty()) statements.push_back(caches);
  };
  const auto add_of = [&](const CachesByCpu& source) {
    if (const auto found = source.find(cpu); found != source.end()) add(found->second);
  };
  add_of(sysfs);
  add_of(device_tree);
  add(cpuid);
  add_of(hwloc);
  return statements;
}

}  // namespace cachebound
