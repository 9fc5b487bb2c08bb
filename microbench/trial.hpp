// SPDX-License-Identifier: Apache-2.0
// A probe form is first tried once in a forked child, so that SIGILL or SIGBUS costs a row, not the run.
#pragma once

#include <functional>

#include "microbench/result.hpp"

namespace cachebound {

/// Runs `work` in a child process; an Error names the signal that ended it, or the timeout.
Status try_in_child(const std::function<void()>& work, int timeout_seconds = 20);

}  // namespace cachebound
