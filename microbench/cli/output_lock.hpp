// SPDX-License-Identifier: Apache-2.0
// One run at a time writes to an output file: of two, the last to end would win without a word.
#pragma once

#include <string>

#include "microbench/result.hpp"

namespace cachebound::cli {

/// Held by an open "FILE.lock", which goes when it is released; a process that dies releases it too.
class OutputLock {
 public:
  /// Error: another process holds it, with its number. A file system that knows no locks gives one that holds nothing.
  static Result<OutputLock> on(const std::string& output);

  OutputLock() = default;
  OutputLock(OutputLock&& other) noexcept;
  OutputLock& operator=(OutputLock&& other) noexcept;
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;
  ~OutputLock();

 private:
  OutputLock(std::string path, int file) : path_(std::move(path)), file_(file) {}
  std::string path_;
  int file_ = -1;
};

}  // namespace cachebound::cli
