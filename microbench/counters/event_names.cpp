// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/event_names.hpp"

#include <array>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

struct KnownEvent {
  std::string_view name;
  unsigned type;
  unsigned long long config;
  bool happens_in_kernel;
};

constexpr std::array known{
    KnownEvent{"task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK, false},
    KnownEvent{"page-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS, false},
    KnownEvent{"minor-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MIN, false},
    KnownEvent{"major-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MAJ, false},
    KnownEvent{"context-switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES, true},
    KnownEvent{"cpu-migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS, true},
    KnownEvent{"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false},
    KnownEvent{"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, false},
    KnownEvent{"cache-references", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES, false},
    KnownEvent{"cache-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, false},
    KnownEvent{"branch-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES, false},
};

EncodedEvent make(std::string_view name, unsigned type, unsigned long long config, bool happens_in_kernel) {
  EncodedEvent event{.name = std::string(name), .attributes = {}, .happens_in_kernel = happens_in_kernel};
  event.attributes.size = sizeof(perf_event_attr);
  event.attributes.type = type;
  event.attributes.config = config;
  return event;
}

}  // namespace

Result<EncodedEvent> encode_event(std::string_view name) {
  for (const KnownEvent& event : known) {
    if (event.name == name) return make(name, event.type, event.config, event.happens_in_kernel);
  }
  if (name.starts_with("raw:")) {
    const auto code = parse_integer(name.substr(4));
    if (!code || *code < 0) {
      return Error{Reason::malformed, std::string(name) + ": expected raw:0x followed by an event code"};
    }
    return make(name, PERF_TYPE_RAW, static_cast<unsigned long long>(*code), false);
  }
  return encode_by_libpfm(name);
}

}  // namespace cachebound
