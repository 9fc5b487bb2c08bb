// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "microbench/cli/journal.hpp"
#include "microbench/cli/output_lock.hpp"

namespace cachebound::cli {
namespace {

/// "cachebound.machine" of a document of any version; empty: it is none of ours.
std::string kind_of_document(const std::string& path) {
  std::ifstream file(path);
  std::string start(256, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  const std::string_view key = "\"schema\": \"cachebound.";
  const auto at = start.find(key);
  if (at == std::string::npos) return {};
  const auto from = at + key.size() - std::string_view("cachebound.").size();
  return start.substr(from, start.find_first_of("/\"", from) - from);
}

/// What is there is of this kind, or nothing.
Status check_kind(const std::string& path, std::string_view kind) {
  if (!is_there(path)) return std::nullopt;
  const std::string other = kind_of_document(path);
  if (other == kind) return std::nullopt;
  return Error{Reason::malformed, fmt::format("{} is {}, which would be replaced by a {} one; name another", path,
                                              other.empty() ? "no file of cachebound" : "a " + other + " file", kind)};
}

/// A plain file, or nothing: a folder's or a link's place is not for a journal.
Status check_plain(const std::string& path) {
  std::error_code code;
  const auto found = std::filesystem::symlink_status(path, code);
  if (!std::filesystem::exists(found) || std::filesystem::is_regular_file(found)) return std::nullopt;
  return Error{Reason::malformed,
               fmt::format("{} is no plain file, where the journal should be; choose another -o", path)};
}

}  // namespace

bool is_there(const std::string& path) {
  std::error_code unreadable;
  const auto size = std::filesystem::file_size(path, unreadable);
  return !unreadable && size > 0;
}

Status check_writable(const std::string& path, std::string_view schema) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::absolute(path).parent_path();
  std::error_code code;
  fs::create_directories(folder, code);
  if (code)
    return Error{Reason::not_permitted, fmt::format("cannot make the folder {}: {}", folder.string(), code.message())};
  const fs::file_status found = fs::symlink_status(path, code);
  if (!fs::status_known(found)) {  // a name too long, for one
    return Error{Reason::not_permitted, fmt::format("cannot write {}: {}", path, code.message())};
  }
  if (fs::is_directory(fs::status(path, code))) {
    return Error{Reason::malformed, fmt::format("{} is a folder; a file was expected", path)};
  }
  if (fs::is_symlink(found)) {
    // A rename replaces the link and leaves its target as it was; for /dev/stdout it would break the system.
    return Error{Reason::malformed, fmt::format("{} is a symbolic link; name the file itself", path)};
  }
  if (fs::exists(found) && !fs::is_regular_file(found)) {
    // Files appear by rename, which would put a plain file in the place of a device.
    return Error{Reason::malformed, fmt::format("{} is a device, a pipe or a socket; a plain file was expected", path)};
  }
  if (Status refused = check_kind(path, schema.substr(0, schema.find('/')))) return refused;
  // access() says nothing of a read-only mount or a full disk; a file made and removed does.
  std::string trial = (folder / ".cachebound-XXXXXX").string();
  const int file = mkstemp(trial.data());
  if (file < 0) {
    return Error{Reason::not_permitted, fmt::format("cannot write into {}: {}", folder.string(), std::strerror(errno))};
  }
  const char byte = 0;
  const bool written = write(file, &byte, 1) == 1 && fsync(file) == 0;
  const int problem = errno;
  close(file);
  unlink(trial.c_str());
  if (!written) {
    return Error{Reason::no_resources,
                 fmt::format("cannot write into {}: {}", folder.string(), std::strerror(problem))};
  }
  return std::nullopt;
}

Status check_output(const std::string& path, std::string_view schema, const IfThere& if_there) {
  if (Status refused = check_writable(path, schema)) return refused;
  const std::string journal = journal_path(path);
  if (Status refused = check_plain(journal)) return refused;
  if (Status refused = check_kind(journal, "cachebound.journal")) return refused;
  if (!is_there(path) && !is_there(journal)) return std::nullopt;
  if (const auto lock = OutputLock::on(path); !lock) return lock.error();
  if (if_there.resume || if_there.overwrite) return std::nullopt;
  if (is_there(journal)) {
    return Error{Reason::malformed, fmt::format("{} has an unfinished run in {}: --resume goes on with it, --overwrite "
                                                "begins anew; or name another file with -o",
                                                path, journal)};
  }
  return Error{Reason::malformed,
               fmt::format("{} is there already: --overwrite replaces it; or name another file", path)};
}

}  // namespace cachebound::cli
