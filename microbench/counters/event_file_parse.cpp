// SPDX-License-Identifier: Apache-2.0
// The format of configs/counters/*.toml.
#include "microbench/counters/event_file.hpp"
#include "microbench/host/core_file_reader.hpp"

namespace cachebound {
namespace {

/// "fields", such as {event = 0xf1, umask = 0x1f}.
std::vector<EventField> read_fields(CoreFileReader& reader, const toml::table& event) {
  std::vector<EventField> fields;
  const toml::table* table = reader.table(event, "fields");
  if (table == nullptr) return fields;
  for (const auto& [key, node] : *table) {
    if (const auto value = reader.integer(*table, key.str())) {
      fields.push_back({std::string(key.str()), static_cast<std::uint64_t>(*value)});
    }
  }
  return fields;
}

bool read_flag(CoreFileReader& reader, const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return false;
  const auto value = node->value_exact<bool>();
  if (!value) reader.fail(node->source(), fmt::format("expected '{}' to be true or false", key));
  return value.value_or(false);
}

/// Every sub-table of `key`, with its name.
template <typename Read>
void each_table(CoreFileReader& reader, const toml::table& root, std::string_view key, const Read& read) {
  const toml::table* all = reader.table(root, key);
  if (all == nullptr) return;
  for (const auto& [name, node] : *all) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      reader.fail(node.source(), fmt::format("expected '{}.{}' to be a table", key, name.str()));
      return;
    }
    read(std::string(name.str()), *table);
  }
}

CounterEvent read_event(CoreFileReader& reader, const std::string& name, const toml::table& table) {
  reader.only(table, "an event", {"fields", "libpfm", "generic", "papi", "fixed", "meaning", "pollution"});
  CounterEvent event{.name = name,
                     .fields = read_fields(reader, table),
                     .libpfm = reader.text(table, "libpfm", false),
                     .generic = reader.text(table, "generic", false),
                     .papi = reader.text(table, "papi", false),
                     .fixed = read_flag(reader, table, "fixed"),
                     .meaning = reader.text(table, "meaning", true),
                     .pollution = reader.text(table, "pollution", true)};
  if (event.fields.empty() && event.libpfm.empty() && event.generic.empty() && event.papi.empty()) {
    reader.fail(table.source(), fmt::format("expected '{}' to have fields, or a name of libpfm, of the kernel or of "
                                            "papi",
                                            name));
  }
  return event;
}

DerivedMetric read_metric(CoreFileReader& reader, const std::string& name, const toml::table& table) {
  reader.only(table, "a derived metric", {"of", "over", "lines", "meaning"});
  return {.name = name,
          .of = reader.text(table, "of", true),
          .over = reader.text(table, "over", true),
          .lines = read_flag(reader, table, "lines"),
          .meaning = reader.text(table, "meaning", true)};
}

}  // namespace

Result<EventFile> parse_event_file(std::string_view text, std::string_view file, std::string_view id) {
  CoreFileReader reader(file);
  EventFile events;
  events.id = std::string(id);
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    reader.fail(error.source(), std::string(error.description()));
    return *reader.mistake();
  }
  reader.only(root, "the file",
              {"name", "source", "extends", "cores", "counters", "line_bytes", "events", "derived", "groups"});
  events.name = reader.text(root, "name", true);
  events.source = reader.text(root, "source", true);
  events.extends = reader.text(root, "extends", false);
  events.cores = reader.texts(root, "cores");
  events.counters = reader.integer(root, "counters").value_or(0);
  if (const toml::node* node = root.get("line_bytes")) events.line_bytes = reader.positive(*node, "line_bytes");
  each_table(reader, root, "events", [&](const std::string& name, const toml::table& table) {
    events.events.push_back(read_event(reader, name, table));
  });
  each_table(reader, root, "derived", [&](const std::string& name, const toml::table& table) {
    events.derived.push_back(read_metric(reader, name, table));
  });
  if (const toml::table* groups = reader.table(root, "groups")) {
    for (const auto& [name, node] : *groups) {
      events.groups.push_back({std::string(name.str()), reader.texts(*groups, name.str())});
    }
  }
  if (reader.mistake()) return *reader.mistake();
  return events;
}

}  // namespace cachebound
