// SPDX-License-Identifier: Apache-2.0
#include "fake_kernel.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace cachebound::fixtures {
namespace {

constexpr int first_descriptor = 100;

}  // namespace

std::size_t FakeKernel::members_of(int descriptor) const {
  return 1 + static_cast<std::size_t>(std::count(groups.begin(), groups.end(), descriptor));
}

PerfKernel bind(const std::shared_ptr<FakeKernel>& fake) {
  return {.open =
              [fake](perf_event_attr& attributes, int group) {
                if (const int refusal = fake->refuse(attributes, group); refusal != 0) return -refusal;
                fake->opened.push_back(attributes);
                fake->groups.push_back(group);
                return first_descriptor + static_cast<int>(fake->opened.size()) - 1;
              },
          .read =
              [fake](int descriptor, void* buffer, std::size_t size) {
                if (fake->gone != 0) return -static_cast<long>(fake->gone);
                const auto index = static_cast<std::size_t>(descriptor - first_descriptor);
                if (fake->pinned_fails && fake->opened[index].pinned == 1) return 0L;
                const std::size_t members = fake->members_of(descriptor);
                std::vector<std::uint64_t> words{members, fake->enabled, fake->running};
                words.insert(words.end(), fake->values.begin(), fake->values.end());
                words.resize(3 + members);
                const std::size_t bytes = words.size() * sizeof(std::uint64_t);
                if (bytes > size) return -static_cast<long>(ENOSPC);
                std::memcpy(buffer, words.data(), bytes);
                return static_cast<long>(bytes);
              },
          .control =
              [fake](int, unsigned long request, unsigned long flag) {
                if (fake->gone != 0) return -fake->gone;
                const bool ran = !fake->requests.empty() && fake->requests.back().first == PERF_EVENT_IOC_ENABLE;
                if (request == PERF_EVENT_IOC_DISABLE && ran) {
                  fake->enabled += fake->nanoseconds_per_run;
                  fake->running += fake->nanoseconds_per_run;
                }
                fake->requests.emplace_back(request, flag);
                return 0;
              },
          .close = [fake](int descriptor) { fake->closed.push_back(descriptor); }};
}

}  // namespace cachebound::fixtures
