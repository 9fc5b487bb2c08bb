// SPDX-License-Identifier: Apache-2.0
// Where the threads of a library run. It makes them itself, when it is loaded or when it first needs them, and whoever
// makes a thread gives it his own cpus: the caller is pinned to one, and all would crowd there.
#pragma once

#include <vector>

#include "microbench/result.hpp"

namespace cachebound::operators {

/// Every thread of this process but the caller runs on the cpus behind the first; the caller stays where it is. Does
/// nothing for fewer than two. Threads that are made later are not covered: call the library once, then this.
/// Error{no_resources}: the kernel refused one of them.
Status place_library_threads(const std::vector<int>& cpus);

/// How long each thread of this process has run, as the kernel accounts it.
struct ThreadTime {
  int id = 0;
  double seconds = 0.0;
};
std::vector<ThreadTime> thread_times();

/// Pure. How many threads ran between two looks for at least a hundredth of what the busiest did. A thread that only
/// waited for work by spinning ran too.
int threads_that_ran(const std::vector<ThreadTime>& before, const std::vector<ThreadTime>& after);

}  // namespace cachebound::operators
