// SPDX-License-Identifier: Apache-2.0
// Names of events to what the kernel wants: our own few names that exist everywhere, raw codes ("raw:0x11"), and
// whatever libpfm4 knows where this program was built with it.
#pragma once

#include <linux/perf_event.h>

#include <string>
#include <string_view>

#include "microbench/result.hpp"

namespace cachebound {

struct EncodedEvent {
  std::string name;
  perf_event_attr attributes{};
  /// Counted only while the kernel itself runs, such as a context switch: without the right to see the kernel the
  /// event opens and reads zero, which would be a lie.
  bool happens_in_kernel = false;
};

Result<EncodedEvent> encode_event(std::string_view name);
/// By libpfm4; `not_built` without it.
Result<EncodedEvent> encode_by_libpfm(std::string_view name);
bool built_with_libpfm();

}  // namespace cachebound
