// SPDX-License-Identifier: Apache-2.0
// The only part of this module that touches a file system. Files appear by rename, whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "microbench/result.hpp"

namespace cachebound::analysis {

Result<std::string> read_file(const std::string& path);

/// Writes beside `path`, flushes to the disk, then renames. Every step is checked, since a full disk may show itself
/// only at the flush or the close; on failure the old file is as it was and nothing else is left behind.
Status write_file(const std::string& path, std::string_view content);

}  // namespace cachebound::analysis
