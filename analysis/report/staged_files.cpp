// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/staged_files.hpp"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp() is POSIX

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace cachebound::analysis::report {
namespace {

namespace fs = std::filesystem;

Error refusal(const char* verb, const fs::path& path, const std::error_code& why) {
  const bool full = why == std::errc::no_space_on_device || why == std::errc::file_too_large;
  return {full ? Reason::no_resources : Reason::not_permitted,
          fmt::format("cannot {} {}: {}", verb, path.string(), why.message())};
}

std::error_code last_error() { return {errno == 0 ? EIO : errno, std::generic_category()}; }

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

StagedFiles::StagedFiles(fs::path directory, fs::path folder)
    : directory_(std::move(directory)), folder_(std::move(folder)) {}

StagedFiles::StagedFiles(StagedFiles&& other) noexcept
    : directory_(std::move(other.directory_)),
      folder_(std::exchange(other.folder_, {})),
      names_(std::move(other.names_)) {}

StagedFiles::~StagedFiles() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<StagedFiles> StagedFiles::create(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return refusal("create the folder", directory, error);
  std::string name = (directory / ".writing-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return refusal("write in", directory, last_error());
  return StagedFiles(directory, name);
}

Status StagedFiles::write(const fs::path& name, const std::string& content) {
  const fs::path path = folder_ / name;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return refusal("write", directory_ / name, error);
  errno = 0;
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wbx"));
  if (!file) return refusal("write", directory_ / name, last_error());
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size())
    return refusal("write", directory_ / name, last_error());
  // A full disk may show itself only when the buffer is handed over.
  if (std::fclose(file.release()) != 0) return refusal("write", directory_ / name, last_error());
  names_.push_back(name);
  return {};
}

Result<std::vector<fs::path>> StagedFiles::commit() {
  std::vector<fs::path> placed;
  std::error_code error;
  for (const fs::path& name : names_) {
    fs::create_directories((directory_ / name).parent_path(), error);
    if (error) return refusal("create the folder of", directory_ / name, error);
  }
  for (const fs::path& name : names_) {
    fs::rename(folder_ / name, directory_ / name, error);
    if (error) return refusal("put in place", directory_ / name, error);
    placed.push_back(directory_ / name);
  }
  return placed;
}

}  // namespace cachebound::analysis::report
