// SPDX-License-Identifier: Apache-2.0
#include "microbench/child_process.hpp"

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
#include <cstring>
#include <system_error>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves its declaration to the program

namespace cachebound {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;
// A figure or a trace has some tens of kilobytes; what writes without end is no program of ours.
constexpr std::size_t most_output = 16U << 20U;
constexpr Milliseconds look_for_stop{100};

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

/// How long to wait before looking again; absent: time or patience ran out.
class Patience {
 public:
  explicit Patience(const ChildCommand& command) : command_(command), start_(std::chrono::steady_clock::now()) {}

  [[nodiscard]] std::optional<Milliseconds> left() const {
    if (command_.stop != nullptr && *command_.stop) return std::nullopt;
    const Milliseconds look = command_.stop != nullptr ? look_for_stop : Milliseconds(60000);
    if (!command_.limit) return look;
    const auto passed = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start_);
    if (passed >= *command_.limit) return std::nullopt;
    return std::min(look, *command_.limit - passed);
  }

 private:
  const ChildCommand& command_;
  SteadyTime start_;
};

/// Reads both pipes to their ends. False: time or patience ran out.
bool collect(const Pipe& output, const Pipe& complaint, ChildOutput& into, const Patience& patience) {
  bool output_open = true;
  bool complaint_open = true;
  while (output_open || complaint_open) {
    const auto left = patience.left();
    if (!left || into.out.size() > most_output || into.err.size() > most_output) return false;
    std::array<pollfd, 2> waits{pollfd{output_open ? output.read.get() : -1, POLLIN, 0},
                                pollfd{complaint_open ? complaint.read.get() : -1, POLLIN, 0}};
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(left->count()));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    if (waits[0].revents != 0) output_open = drain(output.read, into.out);
    if (waits[1].revents != 0) complaint_open = drain(complaint.read, into.err);
  }
  return true;
}

/// Waits, while there is patience, for a child that has already closed its pipes; a child that lingers is killed.
int reap(pid_t child, bool finished, const Patience& patience) {
  int status = 0;
  while (finished) {
    const pid_t done = ::waitpid(child, &status, WNOHANG);
    if (done == child) return status;
    if ((done < 0 && errno != EINTR) || !patience.left()) break;
    ::usleep(1000);
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

struct Actions {
  posix_spawn_file_actions_t actions{};
  Actions() { ::posix_spawn_file_actions_init(&actions); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
};

/// Owns words and shows them as exec wants them.
class Words {
 public:
  void add(std::string word) { words_.push_back(std::move(word)); }
  char** data() {
    pointers_.clear();
    for (std::string& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
    return pointers_.data();
  }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

Words environment_of(const ChildCommand& command) {
  Words words;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    const bool replaced = std::any_of(command.environment.begin(), command.environment.end(),
                                      [&](const auto& set) { return set.first == name; });
    const bool left_out = std::ranges::find(command.without, name) != command.without.end();
    if (!replaced && !left_out) words.add(std::string(text));
  }
  for (const auto& [name, value] : command.environment) words.add(name + "=" + value);
  return words;
}

}  // namespace

Result<ChildOutput> run_child(const ChildCommand& command) {
  const std::string& program = command.program;
  auto output = make_pipe();
  auto complaint = make_pipe();
  if (!output || !complaint) {
    return Error{Reason::no_resources, fmt::format("no pipe to {}: {}", program, reason_of(errno))};
  }
  Actions set_up;
  ::posix_spawn_file_actions_addopen(&set_up.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&set_up.actions, output->write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&set_up.actions, complaint->write.get(), STDERR_FILENO);
  if (!command.directory.empty()) ::posix_spawn_file_actions_addchdir_np(&set_up.actions, command.directory.c_str());
  Words arguments;
  arguments.add(program);
  for (const std::string& argument : command.arguments) arguments.add(argument);
  Words environment = environment_of(command);
  pid_t child = -1;
  const int refused =
      ::posix_spawnp(&child, program.c_str(), &set_up.actions, nullptr, arguments.data(), environment.data());
  output->write.close();
  complaint->write.close();
  const Error not_installed{Reason::not_found, fmt::format("{} is not installed", program)};
  if (refused == ENOENT) return not_installed;
  if (refused != 0) return Error{Reason::not_permitted, fmt::format("{}: {}", program, reason_of(refused))};

  ChildOutput result;
  const Patience patience(command);
  const bool finished = collect(*output, *complaint, result, patience);
  const int status = reap(child, finished, patience);
  if (command.stop != nullptr && *command.stop) return Error{Reason::interrupted, "interrupted"};
  if (!finished && command.limit) {
    return Error{Reason::unstable, fmt::format("{} did not end within {} ms", program, command.limit->count())};
  }
  if (!finished) return Error{Reason::unstable, fmt::format("{} wrote without end", program)};
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  // 127 is what a spawned child says when it could not become the program (emulators learn it only then).
  if (result.exit_code == 127) return not_installed;
  return result;
}

}  // namespace cachebound
