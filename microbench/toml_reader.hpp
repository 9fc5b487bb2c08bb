// SPDX-License-Identifier: Apache-2.0
// Reads the TOML files that a user may write: suites and workloads. Strict: an unknown key or a value of another type
// is a mistake, since a default in its place would measure something that nobody asked for.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

/// Two ends that both belong to the range.
template <typename T>
struct Within {
  T low{};
  T high{};
};

/// Remembers the first thing that is wrong, as one line "file:line: what, and what was expected"; later reads go on
/// with empty values, so that the code reads straight. A reading function with a fallback takes a missing key for that.
class TomlReader {
 public:
  explicit TomlReader(std::string_view source) : source_(source) {}

  void fail(const toml::node& at, std::string_view what);
  /// Any other key is a mistake; the message names the nearest of these.
  void only(const toml::table& table, const std::vector<std::string>& keys);

  /// Null: the key is missing, or holds something else (which is a mistake).
  const toml::table* table(const toml::table& parent, std::string_view key);
  /// Never empty: an empty string is a mistake too.
  std::string text(const toml::table& table, std::string_view key);
  std::string text(const toml::table& table, std::string_view key, const std::string& fallback);
  std::vector<std::string> texts(const toml::table& table, std::string_view key);
  bool flag(const toml::table& table, std::string_view key, bool fallback);
  int integer(const toml::table& table, std::string_view key, int fallback, Within<int> range);
  double number(const toml::table& table, std::string_view key, double fallback, Within<double> range);
  /// Calls `visit` for each element of a list; `expected` says what the list holds, for the mistake of not being one.
  void each(const toml::table& table, std::string_view key, std::string_view expected,
            const std::function<void(const toml::node&)>& visit);

  [[nodiscard]] const Status& error() const { return error_; }

 private:
  std::string source_;
  Status error_;
};

/// `source` names the file in messages.
Result<toml::table> parse_toml(std::string_view text, std::string_view source);

/// The text of a user's file, which may be empty; `what` it is to be ("suite", "workload") stands in the error.
Result<std::string> read_toml_file(const std::string& path, std::string_view what);

}  // namespace cachebound
