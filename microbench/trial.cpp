// SPDX-License-Identifier: Apache-2.0
#include "microbench/trial.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace cachebound {

Status try_in_child(const std::function<void()>& work, int timeout_seconds) {
  const pid_t child = fork();
  if (child < 0) return Error{Reason::no_resources, fmt::format("fork failed: {}", std::strerror(errno))};
  if (child == 0) {
    for (const int signal : std::array{SIGILL, SIGBUS, SIGSEGV, SIGFPE, SIGALRM, SIGINT}) std::signal(signal, SIG_DFL);
    alarm(static_cast<unsigned>(timeout_seconds));
    work();
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return Error{Reason::no_resources, fmt::format("waitpid failed: {}", std::strerror(errno))};
  }
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGINT) return Error{Reason::interrupted, "interrupted"};
    if (signal == SIGALRM) return Error{Reason::unstable, fmt::format("did not end within {} s", timeout_seconds)};
    return Error{Reason::not_supported_by_cpu, fmt::format("ended by signal {} ({})", signal, strsignal(signal))};
  }
  return std::nullopt;
}

}  // namespace cachebound
