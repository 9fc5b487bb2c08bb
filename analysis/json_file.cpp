// SPDX-License-Identifier: Apache-2.0
#include "analysis/json_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace cachebound::analysis {
namespace {

Error refusal(const std::string& path, std::string_view action, int code) {
  Reason reason = Reason::no_resources;
  if (code == ENOENT || code == ENOTDIR) reason = Reason::not_found;
  if (code == EACCES || code == EPERM || code == EROFS) reason = Reason::not_permitted;
  return {reason, fmt::format("{}: cannot {}: {}", path, action, std::generic_category().message(code))};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  /// close() may be the first to report that the disk is full; 0 or errno.
  int close_checked() { return ::close(std::exchange(fd_, -1)) == 0 ? 0 : errno; }

 private:
  int fd_;
};

/// 0 or errno.
int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// mkstemp makes files private to their owner; a report is for others too, as far as their umask lets it be.
int open_to_others(int fd) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return ::fchmod(fd, 0666 & ~mask) == 0 ? 0 : errno;
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return refusal(path, "open it", errno);
  std::string content;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refusal(path, "read it", errno);
    if (got == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

Status write_file(const std::string& path, std::string_view content) {
  std::string temporary = path + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return refusal(path, "write it", errno);
  int failed = write_all(file.get(), content);
  if (failed == 0) failed = open_to_others(file.get());
  if (failed == 0 && ::fsync(file.get()) != 0 && errno != EINVAL) failed = errno;
  const int closed = file.close_checked();
  if (failed == 0) failed = closed;
  if (failed == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) failed = errno;
  if (failed == 0) return std::nullopt;
  ::unlink(temporary.c_str());
  return refusal(path, "write it", failed);
}

}  // namespace cachebound::analysis
