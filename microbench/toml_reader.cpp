// SPDX-License-Identifier: Apache-2.0
#include "microbench/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "microbench/nearest.hpp"

namespace cachebound {

void TomlReader::fail(const toml::node& at, std::string_view what) {
  // The root of an empty file has no line.
  const auto line = std::max<toml::source_index>(1, at.source().begin.line);
  if (!error_) error_ = Error{Reason::malformed, fmt::format("{}:{}: {}", source_, line, what)};
}

void TomlReader::only(const toml::table& table, const std::vector<std::string>& keys) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(keys, key.str()) != keys.end()) continue;
    fail(node, fmt::format("there is no key '{}'; {}", key.str(), suggestion(key.str(), keys)));
  }
}

const toml::table* TomlReader::table(const toml::table& parent, std::string_view key) {
  const toml::node* node = parent.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) fail(*node, fmt::format("'{}' must be a table: [{}]", key, key));
  return node->as_table();
}

std::string TomlReader::text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    fail(table, fmt::format("'{}' is missing; expected a string", key));
    return {};
  }
  if (!node->is_string() || node->as_string()->get().empty()) {
    fail(*node, fmt::format("'{}' must be a string that is not empty", key));
    return {};
  }
  return node->as_string()->get();
}

std::string TomlReader::text(const toml::table& table, std::string_view key, const std::string& fallback) {
  return table.contains(key) ? text(table, key) : fallback;
}

std::vector<std::string> TomlReader::texts(const toml::table& table, std::string_view key) {
  std::vector<std::string> list;
  const toml::node* node = table.get(key);
  const auto wrong = [&](const toml::node& at) {
    fail(at, fmt::format("'{}' must be a list of strings, at least one", key));
  };
  if (node == nullptr || !node->is_array() || node->as_array()->empty()) {
    wrong(node == nullptr ? table : *node);
    return list;
  }
  for (const toml::node& element : *node->as_array()) {
    if (element.is_string()) {
      list.push_back(element.as_string()->get());
    } else {
      wrong(element);
    }
  }
  return list;
}

bool TomlReader::flag(const toml::table& table, std::string_view key, bool fallback) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return fallback;
  if (!node->is_boolean()) fail(*node, fmt::format("'{}' must be true or false", key));
  return node->value_exact<bool>().value_or(fallback);
}

int TomlReader::integer(const toml::table& table, std::string_view key, int fallback, Within<int> range) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return fallback;
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < range.low || *value > range.high) {
    fail(*node, fmt::format("'{}' must be a whole number from {} to {}", key, range.low, range.high));
    return fallback;
  }
  return static_cast<int>(*value);
}

double TomlReader::number(const toml::table& table, std::string_view key, double fallback, Within<double> range) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return fallback;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value || !(*value >= range.low && *value <= range.high)) {
    fail(*node, fmt::format("'{}' must be a number from {} to {}", key, range.low, range.high));
    return fallback;
  }
  return *value;
}

void TomlReader::each(const toml::table& table, std::string_view key, std::string_view expected,
                      const std::function<void(const toml::node&)>& visit) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return;
  if (!node->is_array()) return fail(*node, fmt::format("'{}' must be a list of {}", key, expected));
  for (const toml::node& element : *node->as_array()) visit(element);
}

Result<toml::table> parse_toml(std::string_view text, std::string_view source) {
  try {
    return toml::table(toml::parse(text, source));
  } catch (const toml::parse_error& error) {
    return Error{Reason::malformed, fmt::format("{}:{}: {}", source, error.source().begin.line, error.description())};
  }
}

Result<std::string> read_toml_file(const std::string& path, std::string_view what) {
  std::ifstream file(path);
  file.peek();  // a folder opens, and fails at the first byte; an empty file ends there
  if (!file.is_open() || file.bad()) {
    return Error{Reason::not_found, fmt::format("cannot read the {} '{}'; expected a TOML file", what, path)};
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace cachebound
