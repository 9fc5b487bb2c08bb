// SPDX-License-Identifier: Apache-2.0
// Ctrl-C: what was measured is kept.
#pragma once

#include <atomic>

namespace cachebound::cli {

/// Set by SIGINT and SIGTERM once `listen_for_stop` was called; a second signal ends the program at once.
const std::atomic<bool>& stop_requested();
void listen_for_stop();

}  // namespace cachebound::cli
