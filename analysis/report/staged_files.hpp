// SPDX-License-Identifier: Apache-2.0
// Files that appear together or not at all: everything is written into a hidden folder first, and only when the disk
// has taken all of it do renames put the files in place.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound::analysis::report {

class StagedFiles {
 public:
  /// Creates `directory` where it is missing, and the hidden folder in it.
  static Result<StagedFiles> create(const std::filesystem::path& directory);
  StagedFiles(StagedFiles&& other) noexcept;
  StagedFiles& operator=(StagedFiles&&) = delete;
  StagedFiles(const StagedFiles&) = delete;
  StagedFiles& operator=(const StagedFiles&) = delete;
  ~StagedFiles();

  /// `name` is relative: "tables/ceilings.csv".
  Status write(const std::filesystem::path& name, const std::string& content);
  /// In the order of writing; the paths are those of the files in place.
  Result<std::vector<std::filesystem::path>> commit();
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  StagedFiles(std::filesystem::path directory, std::filesystem::path folder);

  std::filesystem::path directory_;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> names_;
};

}  // namespace cachebound::analysis::report
