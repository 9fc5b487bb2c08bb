// SPDX-License-Identifier: Apache-2.0
#include "analysis/archive_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "analysis/schema_check.hpp"

namespace cachebound::analysis {
namespace {

using Json = nlohmann::ordered_json;  // keys stay in the order of their description

class JsonWriter final : public Archive {
 public:
  explicit JsonWriter(Json& root) : cursor_{&root} {}

  bool reading() const override { return false; }
  bool has(std::string_view) const override { return true; }
  bool descend(std::string_view key) override {
    cursor_.push_back(&(*cursor_.back())[std::string(key)]);
    return true;
  }
  bool descend(std::size_t index) override {
    cursor_.push_back(&(*cursor_.back())[index]);
    return true;
  }
  void ascend() override { cursor_.pop_back(); }
  void text(std::string& value) override { *cursor_.back() = value; }
  void real(double& value) override {
    if (std::isfinite(value))
      *cursor_.back() = value;
    else
      *cursor_.back() = nullptr;
  }
  void integer(std::int64_t& value) override { *cursor_.back() = value; }
  void boolean(bool& value) override { *cursor_.back() = value; }
  void null() override { *cursor_.back() = nullptr; }
  std::size_t array(std::size_t size) override {
    // Sized at once: growing later would move elements under the cursor.
    *cursor_.back() = Json::array_t(size);
    return size;
  }
  void object() override { *cursor_.back() = Json::object(); }
  void fail(std::string_view) override {}

 private:
  std::vector<Json*> cursor_;
};

class JsonReader final : public Archive {
 public:
  JsonReader(const Json& root, std::string_view source) : source_(source), cursor_{&root} {}

  bool reading() const override { return true; }
  bool has(std::string_view key) const override {
    if (error_ || !cursor_.back()->is_object()) return false;
    const auto found = cursor_.back()->find(std::string(key));
    return found != cursor_.back()->end() && !found->is_null();
  }
  bool descend(std::string_view key) override {
    if (error_) return false;
    if (!cursor_.back()->is_object()) return refuse(fmt::format("an object with the key \"{}\"", key));
    const auto found = cursor_.back()->find(std::string(key));
    if (found == cursor_.back()->end()) return refuse(fmt::format("the key \"{}\"", key));
    cursor_.push_back(&*found);
    path_.emplace_back(key);
    return true;
  }
  bool descend(std::size_t index) override {
    if (error_) return false;
    cursor_.push_back(&(*cursor_.back())[index]);
    path_.push_back(std::to_string(index));
    return true;
  }
  void ascend() override {
    cursor_.pop_back();
    path_.pop_back();
  }
  void text(std::string& value) override {
    if (expect(cursor_.back()->is_string(), "a string")) value = cursor_.back()->get<std::string>();
  }
  void real(double& value) override {
    if (cursor_.back()->is_null())
      value = std::numeric_limits<double>::quiet_NaN();
    else if (expect(cursor_.back()->is_number(), "a number"))
      value = cursor_.back()->get<double>();
  }
  void integer(std::int64_t& value) override {
    // 8.0 is an integer too: some writers know no others.
    if (cursor_.back()->is_number_float()) {
      const double number = cursor_.back()->get<double>();
      if (!expect(number == std::trunc(number) && std::abs(number) < 0x1p63, "an integer")) return;
      value = static_cast<std::int64_t>(number);
      return;
    }
    if (!expect(cursor_.back()->is_number_integer(), "an integer")) return;
    if (cursor_.back()->is_number_unsigned() &&
        cursor_.back()->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
      fail("an integer below 2^63");
    else
      value = cursor_.back()->get<std::int64_t>();
  }
  void boolean(bool& value) override {
    if (expect(cursor_.back()->is_boolean(), "true or false")) value = cursor_.back()->get<bool>();
  }
  void null() override {}
  std::size_t array(std::size_t) override {
    return expect(cursor_.back()->is_array(), "an array") ? cursor_.back()->size() : 0;
  }
  void object() override { expect(cursor_.back()->is_object(), "an object"); }
  void fail(std::string_view expected) override { refuse(expected); }

  [[nodiscard]] Status status() const { return error_; }

 private:
  bool refuse(std::string_view expected) {
    if (error_) return false;
    std::string place;
    for (const std::string& part : path_) place += "/" + part;
    error_ = Error{Reason::malformed, fmt::format("{}: at {}: expected {}, found {}", source_,
                                                  place.empty() ? "/" : place, expected, brief(*cursor_.back()))};
    return false;
  }
  bool expect(bool condition, std::string_view expected) {
    if (!condition) refuse(expected);
    return condition && !error_;
  }
  std::string source_;
  std::vector<const Json*> cursor_;
  std::vector<std::string> path_;
  Status error_;
};

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

Status check_schema(const Json& root, std::string_view source, std::string_view schema) {
  const auto refuse = [&](const std::string& found) {
    return Error{Reason::malformed, fmt::format("{}: at /schema: expected \"{}\", found {}", source, schema, found)};
  };
  if (!root.is_object()) return refuse("no object at all");
  const auto found = root.find("schema");
  if (found == root.end()) return refuse("no such key");
  if (!found->is_string()) return refuse("something other than a string");
  const std::string& stated = found->get_ref<const std::string&>();
  if (stated == schema) return std::nullopt;
  const std::string_view family = schema.substr(0, schema.find('/') + 1);
  if (stated.starts_with(family))
    return refuse(fmt::format("\"{}\", a version that this program does not know", one_line(stated)));
  return refuse(fmt::format("\"{}\"", one_line(stated)));
}

}  // namespace

std::string write_json(std::string_view schema, const std::function<void(Archive&)>& fields) {
  Json root = Json::object();
  root["schema"] = std::string(schema);
  JsonWriter writer(root);
  fields(writer);
  return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Status read_json(std::string_view text, std::string_view source, std::string_view schema,
                 const std::function<void(Archive&)>& fields) {
  Json root;
  try {
    root = Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& error) {
    return Error{Reason::malformed, fmt::format("{}: at byte {}: expected JSON with \"schema\": \"{}\" ({})", source,
                                                error.byte, schema, one_line(error.what()))};
  } catch (const Json::exception& error) {  // a number beyond the range of double
    return Error{Reason::malformed,
                 fmt::format("{}: expected JSON with \"schema\": \"{}\" ({})", source, schema, one_line(error.what()))};
  }
  if (const Status refused = check_schema(root, source, schema)) return refused;
  JsonReader reader(root, source);
  fields(reader);
  if (const Status refused = reader.status()) return refused;
  // The reader's own words are nearer to the matter; what it lets pass and the published schema forbids ends here.
  if (const auto fault = fault_by_schema(root, schema)) {
    return Error{Reason::malformed,
                 fmt::format("{}: at {}: expected {}, found {}", source, fault->place, fault->expected, fault->found)};
  }
  return std::nullopt;
}

}  // namespace cachebound::analysis
