// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/event_file.hpp"

#include <cstdlib>

#include "catch_compat.hpp"
#include "microbench/counters/event_names.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

EventTable table() {
  auto files = built_in_event_files();
  if (!files) FAIL(files.error().detail);
  return std::move(files).value();
}

std::string mistake(const std::string& text) {
  const auto file = parse_event_file(text, "x.toml", "x");
  return file ? std::string() : file.error().detail;
}

/// libpfm4 reads it when it is first used, by whichever test: encode for cores other than this one too.
const bool encodes_for_all_cores = ::setenv("LIBPFM_ENCODE_INACTIVE", "1", 1) == 0;

const std::string head = "name = \"X\"\nsource = \"S\"\n";

}  // namespace

TEST_CASE("every file of configs/counters is sound, and says of each event what else it counts", "[counters][files]") {
  for (const EventFile& file : table()) {
    INFO(file.id);
    CHECK_FALSE(file.source.empty());
    for (const CounterEvent& event : file.events) {
      INFO(event.name);
      CHECK(event.meaning.size() > 10);
      CHECK(event.pollution.size() > 3);
    }
    if (!file.cores.empty()) CHECK_FALSE(file.groups.empty());
  }
}

TEST_CASE("every core of configs/cores from Arm, and each that a file names, has one file of events",
          "[counters][files]") {
  const auto cores = built_in_core_facts();
  REQUIRE(cores.has_value());
  const EventTable events = table();
  for (const EventFile& file : events) {
    for (const std::string& id : file.cores) {
      INFO(file.id << " names " << id);
      CHECK(std::count_if(cores->begin(), cores->end(), [&](const CoreFacts& core) { return core.id == id; }) == 1);
    }
  }
  constexpr int arm = 0x41;
  for (const CoreFacts& core : *cores) {
    const auto files = std::count_if(events.begin(), events.end(), [&](const EventFile& file) {
      return std::find(file.cores.begin(), file.cores.end(), core.id) != file.cores.end();
    });
    INFO(core.id);
    CHECK(files <= 1);
    if (core.implementer == arm) CHECK(files == 1);
  }
}

TEST_CASE("a core without a file counts what the kernel itself maps", "[counters][files]") {
  const EventTable events = table();
  CHECK(find_events(events, nullptr)->id == "generic");
  CoreFacts core;
  core.id = "cortex-a72";
  CHECK(find_events(events, &core)->id == "cortex-a57-a72");
}

TEST_CASE("a core's own words on an event go before what it takes over", "[counters][files]") {
  const EventTable events = table();
  CoreFacts core;
  core.id = "cortex-a76";
  const EventFile* file = find_events(events, &core);
  CHECK(file->find("l1d_cache_refill")->pollution.find("prefetcher") != std::string::npos);
  CHECK(file->find("cpu_cycles")->fields == std::vector<EventField>{{"event", 0x11}});
  CHECK(file->line_bytes == 64.0);
}

TEST_CASE("a malformed file names the place and what was expected", "[counters][files]") {
  CHECK(mistake("name = ").starts_with("x.toml:1:"));
  CHECK(mistake(head + "cors = []").find("nearest known one is 'cores'") != std::string::npos);
  CHECK(mistake(head + "[events.a]\nmeaning = \"m\"\npollution = \"p\"").find("expected 'a' to have fields") !=
        std::string::npos);
  CHECK(mistake(head + "[events.a]\nfields = {event = 1}\nmeaning = \"m\"").find("pollution") != std::string::npos);
  CHECK(mistake(head + "[events.a]\nfields = {event = -1}\nmeaning = \"m\"\npollution = \"p\"") != "");
  CHECK(
      mistake(head + "[derived.a]\nof = \"b\"\nover = \"second\"\nlines = 1\nmeaning = \"m\"").find("true or false") !=
      std::string::npos);
  CHECK(mistake(head + "line_bytes = 0").find("above zero") != std::string::npos);
  CHECK(mistake("source = \"S\"").find("'name'") != std::string::npos);
}

TEST_CASE("what only the whole shows is checked too", "[counters][files]") {
  const auto extended = [](const std::string& text) {
    auto file = parse_event_file(head + text, "x.toml", "x");
    REQUIRE(file.has_value());
    return extend_event_files({*file});
  };
  const std::string two =
      "[events.a]\nfields = {event = 1}\nmeaning = \"m\"\npollution = \"p\"\n"
      "[events.b]\nfields = {event = 2}\nmeaning = \"m\"\npollution = \"p\"\n";
  CHECK(extended("counters = 2\n[groups]\ng = [\"a\", \"b\"]\n" + two).has_value());
  CHECK(extended("counters = 1\n[groups]\ng = [\"a\", \"b\"]\n" + two).error().detail.find("needs 2 counters") !=
        std::string::npos);
  CHECK(extended("counters = 2\n[groups]\ng = [\"aa\"]\n" + two).error().detail.find("nearest is 'a'") !=
        std::string::npos);
  CHECK(extended("[derived.d]\nof = \"a\"\nover = \"c\"\nmeaning = \"m\"\n" + two).error().detail.find("'c'") !=
        std::string::npos);
  CHECK(extended("extends = \"nothing\"\n").error().detail.find("does not exist") != std::string::npos);
}

TEST_CASE("where libpfm4 has a name for an event, it means the same numbers", "[counters][files]") {
  if (!built_with_libpfm()) CACHEBOUND_SKIP("built without libpfm4");
  REQUIRE(encodes_for_all_cores);
  int compared = 0;
  for (const EventFile& file : table()) {
    for (const CounterEvent& event : file.events) {
      if (event.libpfm.empty() || event.fields.empty()) continue;
      const auto encoded = encode_by_libpfm(event.libpfm);
      // libpfm4 of this architecture has no table of the others.
      if (!encoded && encoded.error().reason == Reason::not_found) continue;
      INFO(file.id << " " << event.name);
      REQUIRE(encoded.has_value());
      std::uint64_t expected = 0;
      for (const EventField& field : event.fields) expected |= field.value << (field.name == "umask" ? 8U : 0U);
      CHECK(encoded->attributes.config == expected);
      ++compared;
    }
  }
  if (compared == 0) CACHEBOUND_SKIP("libpfm4 here has tables of other cores only");
  CHECK(compared >= 10);
}
