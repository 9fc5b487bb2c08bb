// SPDX-License-Identifier: Apache-2.0
// The threads of this process as the kernel lists and accounts them, whoever made them.
#pragma once

#include <vector>

namespace cachebound::operators {

/// Empty where /proc does not tell.
std::vector<int> process_thread_ids();

/// How long a thread has run.
struct ThreadTime {
  int id = 0;
  double seconds = 0.0;
};
std::vector<ThreadTime> thread_times();

/// Pure. How many threads ran between two looks for at least a hundredth of what the busiest did. A thread that only
/// waited for work by spinning ran too.
int threads_that_ran(const std::vector<ThreadTime>& before, const std::vector<ThreadTime>& after);

}  // namespace cachebound::operators
