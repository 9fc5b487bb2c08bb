// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/file_system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

Error refusal(std::string_view path, int error) {
  const Reason reason = (error == EACCES || error == EPERM) ? Reason::not_permitted : Reason::not_found;
  return {reason, std::string(path) + ": " + std::strerror(error)};
}

Error absent(std::string_view path) { return refusal(path, ENOENT); }

}  // namespace

RootedFileSystem::RootedFileSystem(std::string prefix) : prefix_(std::move(prefix)) {}

Result<std::string> RootedFileSystem::read_text(std::string_view path) const {
  const std::string full = prefix_ + std::string(path);
  const int descriptor = ::open(full.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return refusal(full, errno);
  // Files of /proc and /sys report a size of 0 or 4096: only reading to the end tells the truth.
  std::string content;
  std::array<char, 4096> block{};
  while (true) {
    const ssize_t got = ::read(descriptor, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const int error = errno;
      ::close(descriptor);
      return refusal(full, error);
    }
    if (got == 0) break;
    content.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(descriptor);
  return content;
}

Result<std::vector<std::string>> RootedFileSystem::list(std::string_view path) const {
  const std::string full = prefix_ + std::string(path);
  DIR* directory = ::opendir(full.c_str());
  if (directory == nullptr) return refusal(full, errno);
  std::vector<std::string> names;
  errno = 0;  // the end and an error both return null: only errno tells a short list from a whole one
  while (const dirent* entry = ::readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    errno = 0;
  }
  const int error = errno;
  ::closedir(directory);
  if (error != 0) return refusal(full, error);
  std::sort(names.begin(), names.end());
  return names;
}

bool RootedFileSystem::exists(std::string_view path) const {
  return ::access((prefix_ + std::string(path)).c_str(), F_OK) == 0;
}

Result<std::string> RootedFileSystem::read_link(std::string_view path) const {
  const std::string full = prefix_ + std::string(path);
  std::array<char, 4096> target{};
  const ssize_t length = ::readlink(full.c_str(), target.data(), target.size());
  if (length < 0) return refusal(full, errno);
  return std::string(target.data(), static_cast<std::size_t>(length));
}

FakeFileSystem& FakeFileSystem::add(std::string path, std::string content) {
  files_.insert_or_assign(std::move(path), Result<std::string>(std::move(content)));
  return *this;
}

FakeFileSystem& FakeFileSystem::add_link(std::string path, std::string target) {
  links_.insert_or_assign(std::move(path), std::move(target));
  return *this;
}

FakeFileSystem& FakeFileSystem::add_refusal(std::string path, Error error) {
  files_.insert_or_assign(std::move(path), Result<std::string>(std::move(error)));
  return *this;
}

Result<std::string> FakeFileSystem::read_text(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? Result<std::string>(absent(path)) : found->second;
}

Result<std::vector<std::string>> FakeFileSystem::list(std::string_view path) const {
  const std::string folder = std::string(path) + "/";
  std::vector<std::string> names;
  const auto collect = [&](const std::string& file) {
    if (!file.starts_with(folder)) return;
    const std::string rest = file.substr(folder.size());
    names.push_back(rest.substr(0, rest.find('/')));
  };
  for (const auto& entry : files_) collect(entry.first);
  for (const auto& entry : links_) collect(entry.first);
  if (names.empty()) return absent(path);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool FakeFileSystem::exists(std::string_view path) const {
  return files_.contains(path) || links_.contains(path) || list(path).has_value();
}

Result<std::string> FakeFileSystem::read_link(std::string_view path) const {
  const auto found = links_.find(path);
  return found == links_.end() ? Result<std::string>(absent(path)) : Result<std::string>(found->second);
}

Result<std::string> read_trimmed(const FileSystem& files, std::string_view path) {
  const Result<std::string> content = files.read_text(path);
  if (!content) return content.error();
  return std::string(trim(*content));
}

Result<long long> read_integer(const FileSystem& files, std::string_view path) {
  const Result<std::string> content = read_trimmed(files, path);
  if (!content) return content.error();
  const auto value = parse_integer(*content);
  if (!value) return Error{Reason::malformed, std::string(path) + ": expected an integer, found '" + *content + "'"};
  return *value;
}

}  // namespace cachebound
