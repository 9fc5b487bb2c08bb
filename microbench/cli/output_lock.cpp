// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/output_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace cachebound::cli {
namespace {

/// The name may have gone, or been made anew, between opening it and locking it.
bool still_named(int file, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return fstat(file, &held) == 0 && stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

std::string text_of(int file) {
  std::array<char, 32> text{};
  const ssize_t length = pread(file, text.data(), text.size() - 1, 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

std::string holder_of(int file) {
  const std::string text = text_of(file);
  return text.empty() ? "another process" : "process " + text;
}

/// Other programs have files of such a name too, "Cargo.lock" for one: ours hold the number of a process, or nothing.
bool is_ours(int file) {
  constexpr std::size_t longest_number = 20;
  const std::string text = text_of(file);
  return text.size() <= longest_number && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<OutputLock> OutputLock::on(const std::string& output) {
  const std::string path = output + ".lock";
  for (int attempt = 0; attempt < 10; ++attempt) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0 && (errno == EISDIR || errno == ELOOP)) {
      return Error{Reason::malformed,
                   fmt::format("{} is a folder or a link, where the lock should be; choose another -o", path)};
    }
    if (file < 0) return OutputLock{};  // whether the folder can be written is another check's to say
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      const bool taken = errno == EWOULDBLOCK;
      const std::string holder = taken ? holder_of(file) : std::string();
      close(file);
      if (!taken) return OutputLock{};
      return Error{Reason::malformed,
                   fmt::format("{} is being written by {}: let it end, or choose another -o", output, holder)};
    }
    if (!still_named(file, path)) {
      close(file);
      continue;
    }
    if (!is_ours(file)) {
      close(file);
      return Error{Reason::malformed,
                   fmt::format("{} is no lock of cachebound, and would be removed; choose another -o", path)};
    }
    const std::string own = std::to_string(getpid());
    // For a message alone: the lock holds without it.
    if (ftruncate(file, 0) == 0 && pwrite(file, own.data(), own.size(), 0) < 0) errno = 0;
    return OutputLock(path, file);
  }
  return OutputLock{};
}

OutputLock::OutputLock(OutputLock&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}

OutputLock& OutputLock::operator=(OutputLock&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  return *this;
}

OutputLock::~OutputLock() {
  if (file_ < 0) return;
  unlink(path_.c_str());
  close(file_);
}

}  // namespace cachebound::cli
