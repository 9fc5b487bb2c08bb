// SPDX-License-Identifier: Apache-2.0
// Ctrl-C, or a terminal that closes: what was measured is kept.
#pragma once

#include <atomic>

namespace cachebound::cli {

/// Set by SIGINT, SIGTERM and (unless it is ignored: nohup) SIGHUP once `listen_for_stop` was called; a second signal
/// ends the program at once.
const std::atomic<bool>& stop_requested();
void listen_for_stop();

}  // namespace cachebound::cli
