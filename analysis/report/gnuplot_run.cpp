// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/gnuplot_run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill() is POSIX
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves its declaration to the program

namespace cachebound::analysis::report {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
// A figure of this project has some tens of kilobytes; a program that writes without end is not gnuplot.
constexpr std::size_t most_output = 16U << 20U;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read, write;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::string reason_of(int code) { return std::generic_category().message(code); }

/// False: nothing more will come.
bool drain(const Descriptor& from, std::string& into) {
  std::array<char, 8192> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  into.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

/// Reads both pipes to their ends. False: time or patience ran out.
bool collect(Pipe& output, Pipe& complaint, std::string& text, std::string& words, SteadyTime deadline) {
  bool output_open = true;
  bool complaint_open = true;
  while (output_open || complaint_open) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || text.size() > most_output || words.size() > most_output) return false;
    std::array<pollfd, 2> waits{pollfd{output_open ? output.read.get() : -1, POLLIN, 0},
                                pollfd{complaint_open ? complaint.read.get() : -1, POLLIN, 0}};
    if (::poll(waits.data(), waits.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    if (waits[0].revents != 0) output_open = drain(output.read, text);
    if (waits[1].revents != 0) complaint_open = drain(complaint.read, words);
  }
  return true;
}

/// Waits until the deadline for a child that has already closed its pipes; a child that lingers is killed.
int reap(pid_t child, bool finished, SteadyTime deadline) {
  int status = 0;
  while (finished) {
    const pid_t done = ::waitpid(child, &status, WNOHANG);
    if (done == child) return status;
    if ((done < 0 && errno != EINTR) || std::chrono::steady_clock::now() > deadline) break;
    ::usleep(1000);
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string first_line(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n^");
  if (begin == std::string::npos) return "it gave no reason";
  return text.substr(begin, std::min<std::size_t>(text.find('\n', begin) - begin, 160));
}

/// The message that names the fault follows an echo of the line and a caret.
std::string complaint_of(const std::string& text) {
  const std::size_t caret = text.rfind("^\n");
  return first_line(caret == std::string::npos ? text : text.substr(caret + 2));
}

struct Actions {
  posix_spawn_file_actions_t actions{};
  Actions() { ::posix_spawn_file_actions_init(&actions); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
};

Result<std::string> run(const std::string& program, std::chrono::milliseconds limit,
                        const std::filesystem::path& directory, const std::string& script) {
  auto output = make_pipe();
  auto complaint = make_pipe();
  if (!output || !complaint) return Error{Reason::no_resources, "no pipe to gnuplot: " + reason_of(errno)};
  Actions set_up;
  ::posix_spawn_file_actions_addopen(&set_up.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&set_up.actions, output->write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&set_up.actions, complaint->write.get(), STDERR_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&set_up.actions, directory.c_str());
  // -d: the reader's own ~/.gnuplot must not restyle a report.
  std::string name = program;
  std::string defaults = "-d";
  std::string file = script;
  std::array<char*, 4> arguments{name.data(), defaults.data(), file.data(), nullptr};
  pid_t child = -1;
  const int refused = ::posix_spawnp(&child, program.c_str(), &set_up.actions, nullptr, arguments.data(), environ);
  output->write.close();
  complaint->write.close();
  if (refused == ENOENT) return Error{Reason::not_found, fmt::format("{} is not installed", program)};
  if (refused != 0) return Error{Reason::not_permitted, fmt::format("{}: {}", program, reason_of(refused))};

  const SteadyTime deadline = std::chrono::steady_clock::now() + limit;
  std::string text;
  std::string words;
  const bool finished = collect(*output, *complaint, text, words, deadline);
  const int status = reap(child, finished, deadline);
  if (!finished) return Error{Reason::unstable, fmt::format("{} did not end within {} ms", program, limit.count())};
  // 127 is what a spawned child says when it could not become the program (emulators learn it only then).
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
    return Error{Reason::not_found, fmt::format("{} is not installed", program)};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return Error{Reason::malformed, fmt::format("{} failed: {}", program, complaint_of(words))};
  return text;
}

}  // namespace

DrawScript gnuplot(std::string program, std::chrono::milliseconds limit) {
  return [program = std::move(program), limit](const std::filesystem::path& directory, const std::string& script) {
    return run(program, limit, directory, script);
  };
}

}  // namespace cachebound::analysis::report
