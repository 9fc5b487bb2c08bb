// SPDX-License-Identifier: Apache-2.0
#include "operators/libraries/library_team.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include "microbench/affinity.hpp"
#include "operators/process_threads.hpp"

namespace cachebound::operators {

Status place_library_threads(const std::vector<int>& cpus) {
  if (cpus.size() < 2) return std::nullopt;
  const std::vector<int> others(cpus.begin() + 1, cpus.end());
  const auto self = static_cast<int>(syscall(SYS_gettid));
  for (const int id : process_thread_ids())
    if (id != self)
      if (Status refused = confine_thread(id, others)) return refused;
  return std::nullopt;
}

}  // namespace cachebound::operators
