// SPDX-License-Identifier: Apache-2.0
// What the parts of the parser of configs/cores share. Strict: an unknown key is a mistake, not an extension.
#pragma once

#ifndef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#endif
#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "microbench/host/core_facts.hpp"
#include "microbench/nearest.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// Collects the first mistake; later reads go on with empty values, so that the code reads straight.
class CoreFileReader {
 public:
  explicit CoreFileReader(std::string_view file) : file_(file) {}

  [[nodiscard]] const Status& mistake() const { return mistake_; }

  void fail(const toml::source_region& place, const std::string& expectation) {
    if (mistake_) return;
    mistake_ = Error{Reason::malformed, place.begin.line == 0 ? fmt::format("{}: {}", file_, expectation)
                                                              : fmt::format("{}:{}:{}: {}", file_, place.begin.line,
                                                                            place.begin.column, expectation)};
  }

  void only(const toml::table& table, std::string_view where, std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      unknown(key, fmt::format("key '{}' in {}", key.str(), where), key.str(), {known.begin(), known.end()});
    }
  }

  /// "unknown <what>, the nearest known one is '<name>'".
  void unknown(const toml::key& key, const std::string& what, std::string_view text,
               const std::vector<std::string>& known) {
    fail(key.source(), fmt::format("unknown {}, the nearest known one is '{}'", what, nearest(text, known)));
  }

  const toml::table* table(const toml::table& parent, std::string_view key) {
    const toml::node* node = parent.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) fail(node->source(), fmt::format("expected '{}' to be a table", key));
    return node->as_table();
  }

  std::string text(const toml::table& parent, std::string_view key, bool needed) {
    const toml::node* node = parent.get(key);
    if (node == nullptr) {
      if (needed) fail(parent.source(), fmt::format("expected a string '{}', it is missing", key));
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value) fail(node->source(), fmt::format("expected '{}' to be a string", key));
    return value.value_or(std::string{});
  }

  std::optional<int> integer(const toml::table& parent, std::string_view key) {
    const toml::node* node = parent.get(key);
    return node == nullptr ? std::nullopt : integer_of(*node, key);
  }

  std::optional<double> positive(const toml::node& node, std::string_view key) {
    const auto value = node.value<double>();
    if (!value || !(*value > 0.0)) {
      fail(node.source(), fmt::format("expected '{}' to be a number above zero", key));
      return std::nullopt;
    }
    return value;
  }

  std::vector<int> integers(const toml::table& parent, std::string_view key) {
    std::vector<int> values;
    each(parent, key, [&](const toml::node& node) {
      if (const auto value = integer_of(node, key)) values.push_back(*value);
    });
    return values;
  }

  std::vector<std::string> texts(const toml::table& parent, std::string_view key) {
    std::vector<std::string> values;
    each(parent, key, [&](const toml::node& node) {
      if (auto value = node.value_exact<std::string>()) {
        values.push_back(std::move(*value));
      } else {
        fail(node.source(), fmt::format("expected every entry of '{}' to be a string", key));
      }
    });
    return values;
  }

 private:
  std::optional<int> integer_of(const toml::node& node, std::string_view key) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > 0xffffff) {
      fail(node.source(), fmt::format("expected '{}' to hold whole numbers from 0 to 0xffffff", key));
      return std::nullopt;
    }
    return static_cast<int>(*value);
  }

  template <typename Visit>
  void each(const toml::table& parent, std::string_view key, const Visit& visit) {
    const toml::node* node = parent.get(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      fail(node->source(), fmt::format("expected '{}' to be an array", key));
      return;
    }
    for (const toml::node& entry : *array) visit(entry);
  }

  std::string file_;
  Status mistake_;
};

/// [sources] and [datasheet] of a core file.
DatasheetFacts read_datasheet(CoreFileReader& reader, const toml::table& root);

}  // namespace cachebound
