// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/event_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/embedded.hpp"
#include "microbench/nearest.hpp"

namespace cachebound {
namespace {

template <typename Named>
auto find_named(Named& all, std::string_view name) {
  return std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
}

/// What the file itself says goes before what it takes over.
template <typename Named>
void take_over(std::vector<Named>& own, const std::vector<Named>& others) {
  for (const Named& other : others) {
    if (find_named(own, other.name) == own.end()) own.push_back(other);
  }
}

Error malformed(const EventFile& file, const std::string& what) {
  return {Reason::malformed, fmt::format("configs/counters/{}.toml: {}", file.id, what)};
}

Status check_event(const EventFile& file, const std::string& where, const std::string& event) {
  if (file.find(event) != nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (const CounterEvent& each : file.events) names.push_back(each.name);
  return malformed(file, fmt::format("{} names the event '{}', which is not stated; the nearest is '{}'", where, event,
                                     nearest(event, names)));
}

Status check(const EventFile& file) {
  for (const EventGroup& group : file.groups) {
    int taken = 0;
    for (const std::string& name : group.events) {
      if (const Status unknown = check_event(file, "group " + group.name, name)) return unknown;
      if (!file.find(name)->fixed) ++taken;
    }
    if (taken > file.counters) {
      return malformed(file, fmt::format("group {} needs {} counters, there are {}", group.name, taken, file.counters));
    }
  }
  for (const DerivedMetric& metric : file.derived) {
    if (metric.of != declared_read_bytes) {
      if (const Status unknown = check_event(file, metric.name, metric.of)) return unknown;
    }
    if (metric.over == "second") continue;
    if (const Status unknown = check_event(file, metric.name, metric.over)) return unknown;
  }
  return std::nullopt;
}

}  // namespace

const CounterEvent* EventFile::find(std::string_view event) const {
  const auto found = find_named(events, event);
  return found == events.end() ? nullptr : &*found;
}

Result<EventTable> extend_event_files(EventTable table) {
  const EventTable stated = table;
  for (EventFile& file : table) {
    if (!file.extends.empty()) {
      const auto base =
          std::find_if(stated.begin(), stated.end(), [&](const EventFile& other) { return other.id == file.extends; });
      if (base == stated.end()) return malformed(file, fmt::format("extends '{}', which does not exist", file.extends));
      if (!base->extends.empty()) return malformed(file, "extends a file that itself extends another");
      take_over(file.events, base->events);
      take_over(file.derived, base->derived);
    }
    if (const Status wrong = check(file)) return *wrong;
  }
  return table;
}

Result<EventTable> built_in_event_files() {
  constexpr std::string_view folder = "counters/";
  EventTable table;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(folder)) continue;
    const std::string_view base = file.name.substr(folder.size());
    auto parsed = parse_event_file(file.text, "configs/" + std::string(file.name), base.substr(0, base.rfind('.')));
    if (!parsed) return parsed.error();
    table.push_back(std::move(parsed).value());
  }
  return extend_event_files(std::move(table));
}

const EventFile* find_events(const EventTable& table, const CoreFacts* core) {
  const EventFile* generic = nullptr;
  for (const EventFile& file : table) {
    if (core != nullptr && std::find(file.cores.begin(), file.cores.end(), core->id) != file.cores.end()) return &file;
    if (file.id == "generic") generic = &file;
  }
  return generic;
}

}  // namespace cachebound
