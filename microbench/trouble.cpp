// SPDX-License-Identifier: Apache-2.0
#include "microbench/trouble.hpp"

#include <utility>

namespace cachebound {

std::string describe_throttling(unsigned reports) {
  constexpr std::array<std::pair<unsigned, const char*>, 7> sources{
      {{throttle::core_counter, "core_throttle_count rose"},
       {throttle::package_counter, "package_throttle_count rose"},
       {throttle::cooling, "a cooling device slows the processor"},
       {throttle::under_voltage, "under-voltage"},
       {throttle::capped, "firmware caps the clock"},
       {throttle::throttled, "firmware throttles"},
       {throttle::soft_limit, "soft temperature limit"}}};
  std::string text;
  for (const auto& [bit, words] : sources)
    if ((reports & bit) != 0) text += (text.empty() ? "" : ", ") + std::string(words);
  return text;
}

}  // namespace cachebound
