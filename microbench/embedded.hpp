// SPDX-License-Identifier: Apache-2.0
// The data files of configs/, compiled in (configs/cmake/CacheboundEmbed.cmake).
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cachebound {

struct EmbeddedFile {
  std::string_view name;  ///< relative to configs/: "suites/default.toml"
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

inline std::optional<std::string_view> embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file.text;
  }
  return std::nullopt;
}

}  // namespace cachebound
