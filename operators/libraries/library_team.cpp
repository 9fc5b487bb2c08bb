// SPDX-License-Identifier: Apache-2.0
#include "operators/libraries/library_team.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

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

std::string forced_by(std::initializer_list<const char*> variables) {
  std::string text;
  for (const char* name : variables) {
    if (const char* value = std::getenv(name); value != nullptr) text += fmt::format(", by {}={}", name, value);
  }
  return text;
}

}  // namespace cachebound::operators
