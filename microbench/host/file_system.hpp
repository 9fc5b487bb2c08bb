// SPDX-License-Identifier: Apache-2.0
// A read-only view of files, so that everything read from /proc and /sys can be read from a recorded tree instead.
//
// The readers of this folder never open a file themselves: a test hands them a fixture (a Raspberry Pi, a virtual
// machine that contradicts itself) and they cannot tell the difference.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// Paths are absolute ("/proc/cpuinfo"); the whole content, trailing newline included.
  [[nodiscard]] virtual Result<std::string> read_text(std::string_view path) const = 0;
  /// Names of a directory's entries, sorted, without "." and "..".
  [[nodiscard]] virtual Result<std::vector<std::string>> list(std::string_view path) const = 0;
  [[nodiscard]] virtual bool exists(std::string_view path) const = 0;
  /// What a symbolic link says, unresolved.
  [[nodiscard]] virtual Result<std::string> read_link(std::string_view path) const = 0;
};

/// The files below `prefix`; an empty prefix is the machine itself.
class RootedFileSystem final : public FileSystem {
 public:
  explicit RootedFileSystem(std::string prefix = {});
  [[nodiscard]] Result<std::string> read_text(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] bool exists(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read_link(std::string_view path) const override;

 private:
  std::string prefix_;
};

/// Files in memory. Directories exist because files lie in them.
class FakeFileSystem final : public FileSystem {
 public:
  FakeFileSystem& add(std::string path, std::string content);
  FakeFileSystem& add_link(std::string path, std::string target);
  /// A file that is there and refuses to be read, such as a masked /sys entry in a container.
  FakeFileSystem& add_refusal(std::string path, Error error);

  [[nodiscard]] Result<std::string> read_text(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] bool exists(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read_link(std::string_view path) const override;

 private:
  std::map<std::string, Result<std::string>, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> links_;
};

/// The content without surrounding white space and NUL bytes: what nearly every sysfs file wants.
Result<std::string> read_trimmed(const FileSystem& files, std::string_view path);
/// The first integer of the file, decimal or with 0x; anything else is `malformed` and names the file.
Result<long long> read_integer(const FileSystem& files, std::string_view path);

}  // namespace cachebound
