// SPDX-License-Identifier: Apache-2.0
#include "analysis/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "microbench/embedded.hpp"

namespace cachebound::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// "cachebound.machine/1" -> "schemas/machine.schema.json".
std::string file_of(std::string_view schema) {
  const auto dot = schema.find('.');
  const auto slash = schema.find('/');
  if (dot == std::string_view::npos || slash == std::string_view::npos || slash < dot) return {};
  return fmt::format("schemas/{}.schema.json", schema.substr(dot + 1, slash - dot - 1));
}

bool is_integer(const Json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && value.get<double>() == std::trunc(value.get<double>());
}

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "number") return value.is_number();
  return type == "integer" && is_integer(value);
}

std::string listed(const Json& values) {
  std::string text;
  for (const Json& value : values) text += (text.empty() ? "" : ", ") + brief(value);
  return text;
}

/// Parsed once: whoever reads many documents would else read the schema as often.
const std::map<std::string, Json>& published() {
  static const std::map<std::string, Json> schemas = [] {
    std::map<std::string, Json> all;
    for (const EmbeddedFile& file : embedded_files())
      if (file.name.starts_with("schemas/")) all.emplace(file.name, Json::parse(file.text));
    return all;
  }();
  return schemas;
}

class Check {
 public:
  explicit Check(const Json& root) : root_(root) {}

  bool valid(const Json& schema, const Json& value) {
    const auto reference = schema.find("$ref");
    if (reference != schema.end()) {  // what stands beside it does not count in draft 7
      const std::string target = reference->get<std::string>();
      return valid(root_.at(Json::json_pointer(target.substr(1))), value);
    }
    for (const auto& [keyword, demand] : schema.items())
      if (!meets(keyword, demand, schema, value)) return false;
    return true;
  }

  [[nodiscard]] const std::optional<SchemaFault>& fault() const { return fault_; }

 private:
  bool meets(const std::string& keyword, const Json& demand, const Json& schema, const Json& value) {
    constexpr std::array remarks{"$schema", "$comment", "title", "description", "definitions", "then", "else"};
    if (std::find(remarks.begin(), remarks.end(), keyword) != remarks.end()) return true;
    if (keyword == "type") return has_type(demand, value);
    if (keyword == "enum") {
      const bool known = std::find(demand.begin(), demand.end(), value) != demand.end();
      return known || refuse(value, "one of " + listed(demand));
    }
    if (keyword == "const") return value == demand || refuse(value, brief(demand));
    if (keyword == "minimum" || keyword == "maximum" || keyword == "exclusiveMinimum")
      return in_bounds(keyword, demand.get<double>(), value);
    if (keyword == "minItems" || keyword == "maxItems") return has_size(keyword, demand.get<std::size_t>(), value);
    if (keyword == "minLength") {
      const bool enough = !value.is_string() || value.get_ref<const std::string&>().size() >= demand.get<std::size_t>();
      return enough || refuse(value, "a longer text");
    }
    if (keyword == "required") return has_keys(demand, value);
    if (keyword == "properties") return members_valid(demand, value);
    if (keyword == "items") return elements_valid(demand, value);
    if (keyword == "anyOf") {
      const bool any = std::any_of(demand.begin(), demand.end(), [&](const Json& each) { return holds(each, value); });
      // Of several forms the first is what is meant; the others say that it may be absent, and why.
      return any || valid(demand.front(), value);
    }
    if (keyword == "allOf")
      return std::all_of(demand.begin(), demand.end(), [&](const Json& each) { return valid(each, value); });
    if (keyword == "not") return !holds(demand, value) || refuse(value, "something else");
    if (keyword == "if") {
      const auto branch = schema.find(holds(demand, value) ? "then" : "else");
      return branch == schema.end() || valid(*branch, value);
    }
    return refuse(value, fmt::format("a schema without \"{}\"", keyword));
  }

  /// As a condition: what does not meet it is no fault.
  bool holds(const Json& schema, const Json& value) {
    const std::optional<SchemaFault> before = fault_;
    const bool met = valid(schema, value);
    fault_ = before;
    return met;
  }

  bool has_type(const Json& demand, const Json& value) {
    if (demand.is_string()) {
      const auto type = demand.get<std::string>();
      const bool vowel = std::string_view("aeiou").find(type.front()) != std::string_view::npos;
      return is_of_type(value, type) || refuse(value, (vowel ? "an " : "a ") + type);
    }
    const bool any = std::any_of(demand.begin(), demand.end(),
                                 [&](const Json& type) { return is_of_type(value, type.get<std::string>()); });
    return any || refuse(value, "one of the types " + listed(demand));
  }
  bool in_bounds(const std::string& keyword, double bound, const Json& value) {
    if (!value.is_number()) return true;
    const double number = value.get<double>();
    if (keyword == "minimum") return number >= bound || refuse(value, fmt::format("a number of at least {}", bound));
    if (keyword == "maximum") return number <= bound || refuse(value, fmt::format("a number of at most {}", bound));
    return number > bound || refuse(value, fmt::format("a number above {}", bound));
  }
  bool has_size(const std::string& keyword, std::size_t bound, const Json& value) {
    if (!value.is_array()) return true;
    const bool enough = keyword == "minItems" ? value.size() >= bound : value.size() <= bound;
    return enough || refuse(value, fmt::format("at {} {} elements", keyword == "minItems" ? "least" : "most", bound));
  }
  bool has_keys(const Json& keys, const Json& value) {
    if (!value.is_object()) return true;
    for (const Json& key : keys)
      if (!value.contains(key.get<std::string>())) return refuse(value, fmt::format("the key {}", brief(key)));
    return true;
  }
  bool members_valid(const Json& schemas, const Json& value) {
    if (!value.is_object()) return true;
    for (const auto& [key, schema] : schemas.items()) {
      const auto member = value.find(key);
      if (member != value.end() && !valid_at(key, schema, *member)) return false;
    }
    return true;
  }
  bool elements_valid(const Json& schema, const Json& value) {
    if (!value.is_array()) return true;
    for (std::size_t i = 0; i < value.size(); ++i)
      if (!valid_at(std::to_string(i), schema, value[i])) return false;
    return true;
  }
  bool valid_at(const std::string& key, const Json& schema, const Json& value) {
    path_.push_back(key);
    const bool met = valid(schema, value);
    path_.pop_back();
    return met;
  }
  bool refuse(const Json& value, std::string expected) {
    std::string place;
    for (const std::string& part : path_) place += "/" + part;
    fault_ = SchemaFault{
        .place = place.empty() ? "/" : std::move(place), .expected = std::move(expected), .found = brief(value)};
    return false;
  }

  const Json& root_;
  std::vector<std::string> path_;
  std::optional<SchemaFault> fault_;
};

}  // namespace

std::optional<SchemaFault> fault_by_schema(const Json& document, std::string_view schema) {
  const auto root = published().find(file_of(schema));
  if (root == published().end()) return std::nullopt;
  Check check(root->second);
  return check.valid(root->second, document) ? std::nullopt : check.fault();
}

std::string brief(const Json& value) {
  if (value.is_object()) return "an object without it";
  if (value.is_array()) return "an array";
  std::string shown = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  constexpr std::size_t longest = 60;
  if (shown.size() > longest) shown = shown.substr(0, longest) + "...";
  return shown;
}

}  // namespace cachebound::analysis
