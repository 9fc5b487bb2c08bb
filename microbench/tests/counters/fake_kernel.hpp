// SPDX-License-Identifier: Apache-2.0
// A kernel behind perf_event_open whose counters stand still unless a test moves them.
#pragma once

#include <linux/perf_event.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "microbench/counters/perf_kernel.hpp"

namespace cachebound::fixtures {

struct FakeKernel {
  std::vector<perf_event_attr> opened;
  std::vector<int> groups;
  std::vector<int> closed;
  std::vector<std::pair<unsigned long, unsigned long>> requests;  ///< with their flags
  /// 0, or the errno with which this event is refused as a member of `group` (-1: as a leader).
  std::function<int(const perf_event_attr&, int group)> refuse = [](const perf_event_attr&, int) { return 0; };
  std::uint64_t enabled = 0, running = 0;
  std::vector<std::uint64_t> values;      ///< of any group that is read; missing ones are zero
  std::uint64_t nanoseconds_per_run = 0;  ///< by how much both times advance at each disable after an enable
  bool pinned_fails = false;              ///< others hold the counters: a pinned group reads as end of file
  int gone = 0;                           ///< the errno of every read and request: the PMU was taken away

  [[nodiscard]] std::size_t members_of(int descriptor) const;
};

PerfKernel bind(const std::shared_ptr<FakeKernel>& fake);

}  // namespace cachebound::fixtures
