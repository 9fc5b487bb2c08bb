// SPDX-License-Identifier: Apache-2.0
#include "operators/workload.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "microbench/nearest.hpp"

namespace cachebound::operators {
namespace {

/// Reads fields and remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(std::string_view source) : source_(source) {}

  void fail(const toml::node& at, std::string_view what) {
    if (!error_) error_ = Error{Reason::malformed, fmt::format("{}:{}: {}", source_, at.source().begin.line, what)};
  }

  void only(const toml::table& table, const std::vector<std::string>& keys) {
    for (const auto& [key, node] : table) {
      if (std::ranges::find(keys, key.str()) != keys.end()) continue;
      fail(node, fmt::format("there is no key '{}'; did you mean '{}'?", key.str(), nearest(key.str(), keys)));
    }
  }

  std::string text(const toml::table& table, std::string_view key) {
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

  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
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

  WorkloadCase read_case(const toml::table& table) {
    only(table, {"op", "dtype", "backends", "problems"});
    WorkloadCase one{.op = text(table, "op"),
                     .dtype = DType::f32,
                     .backends = texts(table, "backends"),
                     .problems = texts(table, "problems")};
    const std::string dtype = text(table, "dtype");
    for (const std::string& backend : one.backends) {
      for (const std::string& problem : one.problems) {
        const auto id = parse_operator_id(fmt::format("{}/{}/{}/{}", one.op, backend, dtype, problem));
        if (!id) fail(table, id.error().detail);
        if (id) one.dtype = id->dtype;
      }
    }
    return one;
  }

  [[nodiscard]] const Status& error() const { return error_; }

 private:
  std::string source_;
  Status error_;
};

}  // namespace

Result<Workload> parse_workload(std::string_view toml, std::string_view source) {
  toml::table root;
  try {
    root = toml::parse(toml, source);
  } catch (const toml::parse_error& error) {
    return Error{Reason::malformed, fmt::format("{}:{}: {}", source, error.source().begin.line, error.description())};
  }
  Reader reader(source);
  reader.only(root, {"name", "summary", "cases"});
  Workload workload{.name = reader.text(root, "name"), .summary = reader.text(root, "summary"), .cases = {}};
  const toml::array* cases = root.get_as<toml::array>("cases");
  if (cases == nullptr || cases->empty()) {
    reader.fail(root, "expected at least one [[cases]] with op, dtype, backends and problems");
  } else {
    for (const toml::node& node : *cases) {
      if (node.is_table()) {
        workload.cases.push_back(reader.read_case(*node.as_table()));
      } else {
        reader.fail(node, "'cases' must be a list of tables: [[cases]]");
      }
    }
  }
  if (reader.error()) return *reader.error();
  return workload;
}

Result<Workload> read_workload(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return Error{Reason::not_found, fmt::format("cannot read the workload '{}'; expected a TOML file", path)};
  }
  return parse_workload(text.str(), path);
}

Result<std::vector<OperatorId>> operator_ids(const Workload& workload, const std::vector<std::string>& only_backends) {
  std::vector<OperatorId> ids;
  for (const WorkloadCase& one : workload.cases) {
    for (const std::string& problem : one.problems) {
      for (const std::string& backend : only_backends.empty() ? one.backends : only_backends) {
        auto id = parse_operator_id(fmt::format("{}/{}/{}/{}", one.op, backend, to_string(one.dtype), problem));
        if (!id) return id.error();
        if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(std::move(id).value());
      }
    }
  }
  return ids;
}

}  // namespace cachebound::operators
