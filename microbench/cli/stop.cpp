// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/stop.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>

namespace cachebound::cli {
namespace {

// A signal handler can reach nothing but a global; this is the only mutable one of the program.
std::atomic<bool> requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_signal(int signal) {
  requested.store(true);
  // A call that is being verified may still take a while.
  constexpr std::string_view word = "\ncachebound: stopping after the present call; once more ends at once\n";
  const int before = errno;
  if (write(STDERR_FILENO, word.data(), word.size()) < 0) errno = before;  // nobody listens
  std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>& stop_requested() { return requested; }

void listen_for_stop() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  // A terminal that closes. Ignored already: nohup wants the run to go on.
  struct sigaction hangup {};
  if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN) std::signal(SIGHUP, on_signal);
}

}  // namespace cachebound::cli
