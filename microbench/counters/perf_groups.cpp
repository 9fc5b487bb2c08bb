// SPDX-License-Identifier: Apache-2.0
// Which events this machine accepts, and together with which others.
#include <cerrno>
#include <utility>

#include "microbench/counters/perf_event.hpp"

namespace cachebound {
namespace {

/// Open only to hear what the kernel accepts; it checks a whole group at each new member.
class TrialGroup {
 public:
  explicit TrialGroup(const PerfKernel& kernel) : kernel_(kernel) {}
  ~TrialGroup() { clear(); }
  TrialGroup(const TrialGroup&) = delete;
  TrialGroup& operator=(const TrialGroup&) = delete;

  /// 0, or the errno with which the kernel refuses.
  int add(const EncodedEvent& event) {
    perf_event_attr attributes = group_attributes(event, descriptors_.empty(), Sharing::pinned);
    const int descriptor = kernel_.open(attributes, descriptors_.empty() ? -1 : descriptors_.front());
    if (descriptor < 0) return -descriptor;
    descriptors_.push_back(descriptor);
    return 0;
  }

  void clear() {
    for (const int descriptor : descriptors_) kernel_.close(descriptor);
    descriptors_.clear();
  }

 private:
  const PerfKernel& kernel_;
  std::vector<int> descriptors_;
};

}  // namespace

std::vector<std::vector<EncodedEvent>> accepted_groups(const std::vector<EncodedEvent>& events,
                                                       const PerfKernel& kernel, std::vector<Uncounted>& uncounted) {
  std::vector<std::vector<EncodedEvent>> groups;
  TrialGroup trial(kernel);
  for (const EncodedEvent& event : events) {
    int refused = trial.add(event);
    if (refused == EINVAL && !groups.empty() && groups.back().size() > 1) {
      // The kernel's word for a group that no core of this kind could count at once: a new one, with the same leader.
      const EncodedEvent leader = groups.back().front();
      trial.clear();
      refused = trial.add(leader);
      if (refused == 0) refused = trial.add(event);
      groups.push_back({leader});
    }
    if (refused != 0) {
      uncounted.push_back({event.name, explain_perf_refusal(event.name, refused)});
      continue;
    }
    if (groups.empty()) groups.emplace_back();
    groups.back().push_back(event);
  }
  // A leader whose only follower was refused alone has nothing to say that the first group does not.
  std::erase_if(groups, [&](const auto& group) { return group.size() == 1 && groups.size() > 1; });
  return groups;
}

}  // namespace cachebound
