// SPDX-License-Identifier: Apache-2.0
#include "operators/process_threads.hpp"

#include <dirent.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace cachebound::operators {

std::vector<int> process_thread_ids() {
  std::vector<int> ids;
  const auto close = [](DIR* folder) { closedir(folder); };
  const std::unique_ptr<DIR, decltype(close)> tasks(opendir("/proc/self/task"), close);
  if (tasks == nullptr) return ids;
  while (const dirent* task = readdir(tasks.get())) {
    const long id = std::strtol(task->d_name, nullptr, 10);
    if (id > 0) ids.push_back(static_cast<int>(id));
  }
  return ids;
}

std::vector<ThreadTime> thread_times() {
  std::vector<ThreadTime> times;
  for (const int id : process_thread_ids()) {
    double nanoseconds = 0.0;
    if (std::ifstream(fmt::format("/proc/self/task/{}/schedstat", id)) >> nanoseconds)
      times.push_back({id, nanoseconds * 1e-9});
  }
  return times;
}

int threads_that_ran(const std::vector<ThreadTime>& before, const std::vector<ThreadTime>& after) {
  std::vector<double> ran;
  for (const ThreadTime& now : after) {
    const auto then = std::ranges::find(before, now.id, &ThreadTime::id);
    ran.push_back(now.seconds - (then == before.end() ? 0.0 : then->seconds));
  }
  if (ran.empty()) return 0;
  const double busiest = std::ranges::max(ran);
  return static_cast<int>(std::ranges::count_if(ran, [&](double each) { return each > 0.0 && each >= busiest / 100.0; }));
}

}  // namespace cachebound::operators
