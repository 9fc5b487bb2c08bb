// SPDX-License-Identifier: Apache-2.0
#include "operators/workload.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/toml_reader.hpp"

namespace cachebound::operators {
namespace {

WorkloadCase read_case(TomlReader& reader, const toml::table& table) {
  reader.only(table, {"op", "dtype", "backends", "problems"});
  WorkloadCase one{.op = reader.text(table, "op"),
                   .dtype = DType::f32,
                   .backends = reader.texts(table, "backends"),
                   .problems = reader.texts(table, "problems")};
  const std::string dtype = reader.text(table, "dtype");
  for (const std::string& backend : one.backends) {
    for (const std::string& problem : one.problems) {
      const auto id = parse_operator_id(fmt::format("{}/{}/{}/{}", one.op, backend, dtype, problem));
      if (!id) reader.fail(table, id.error().detail);
      if (id) one.dtype = id->dtype;
    }
  }
  return one;
}

}  // namespace

Result<Workload> parse_workload(std::string_view toml, std::string_view source) {
  const auto root = parse_toml(toml, source);
  if (!root) return root.error();
  if (root->empty()) {
    return Error{Reason::malformed, fmt::format("{}: the file is empty; expected name, summary and [[cases]]", source)};
  }
  TomlReader reader(source);
  reader.only(*root, {"name", "summary", "cases"});
  Workload workload{.name = reader.text(*root, "name"), .summary = reader.text(*root, "summary"), .cases = {}};
  const toml::array* cases = root->get_as<toml::array>("cases");
  if (cases == nullptr || cases->empty()) {
    reader.fail(*root, "expected at least one [[cases]] with op, dtype, backends and problems");
  } else {
    for (const toml::node& node : *cases) {
      if (node.is_table()) {
        workload.cases.push_back(read_case(reader, *node.as_table()));
      } else {
        reader.fail(node, "'cases' must be a list of tables: [[cases]]");
      }
    }
  }
  if (reader.error()) return *reader.error();
  return workload;
}

Result<Workload> read_workload(const std::string& path) {
  const auto text = read_toml_file(path, "workload");
  if (!text) return text.error();
  return parse_workload(*text, path);
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
