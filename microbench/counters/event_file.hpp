// SPDX-License-Identifier: Apache-2.0
// Which events a core counts: configs/counters/*.toml (docs/counters.md).
//
// An event is stated by its number, in the words of the PMU's own format in sysfs ("event", "umask"), by a name of
// libpfm4, or by one of the kernel's generic names; each says what it means and what else it counts. Events and derived
// metrics that many cores share stand in a file of their own, which a core's file extends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/core_facts.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// A value for one field of the PMU's format: {"event", 0x11}.
struct EventField {
  std::string name;
  std::uint64_t value = 0;

  friend bool operator==(const EventField&, const EventField&) = default;
};

struct CounterEvent {
  std::string name;                ///< ours: Arm's own in lower case, "l1d_cache_refill"
  std::vector<EventField> fields;  ///< raw: the first choice, where the PMU's format is known
  std::string libpfm;              ///< a name of libpfm4: "hsw::L1D:REPLACEMENT"
  std::string generic;             ///< one of the kernel's names that exist everywhere: "cycles"
  std::string papi;                ///< a preset or native name of PAPI
  bool fixed = false;              ///< has a counter of its own and takes none of the group's
  std::string meaning;
  std::string pollution;  ///< what else it counts, or misses
};

/// A ratio of two counts of one group.
struct DerivedMetric {
  std::string name;
  std::string of;      ///< an event, or declared_read_bytes: what the row's own loop asks for
  std::string over;    ///< "second", or an event
  bool lines = false;  ///< `of` counts cache lines: times the line size
  std::string meaning;
};

/// What `of` may be beside an event: bytes that a probe's loads ask for, of rows that stream from memory.
inline constexpr std::string_view declared_read_bytes = "declared_read_bytes";

/// Counted together, so that a ratio of two of them is of the same stretch.
struct EventGroup {
  std::string name;
  std::vector<std::string> events;
};

struct EventFile {
  std::string id;  ///< the file's name without .toml
  std::string name;
  std::string source;                ///< where its events and the number of counters are stated
  std::string extends;               ///< the id of a file whose events and metrics it takes over; empty: none
  std::vector<std::string> cores;    ///< ids of configs/cores; empty: a file that others extend
  int counters = 0;                  ///< a group may hold so many events that are not fixed
  std::optional<double> line_bytes;  ///< of L1D and L2; absent: nothing is given in bytes
  std::vector<CounterEvent> events;
  std::vector<DerivedMetric> derived;
  std::vector<EventGroup> groups;

  [[nodiscard]] const CounterEvent* find(std::string_view event) const;
};

using EventTable = std::vector<EventFile>;

/// One file's text, not yet extended. A malformed one is one line that names the file, the place and what was expected.
Result<EventFile> parse_event_file(std::string_view text, std::string_view file, std::string_view id);
/// Takes over what each file extends, and checks what only the whole can show: unknown events, groups that are too
/// large.
Result<EventTable> extend_event_files(EventTable table);
/// configs/counters as it was when this program was built.
Result<EventTable> built_in_event_files();

/// The file for cores of `core` (an id of configs/cores); without one, "generic": events that the kernel itself maps.
const EventFile* find_events(const EventTable& table, const CoreFacts* core);

}  // namespace cachebound
