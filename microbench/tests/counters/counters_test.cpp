// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/counters.hpp"

#include "catch_compat.hpp"
#include "microbench/counters/event_names.hpp"
#include "microbench/counters/fake.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("null counters say at every call why there are none", "[counters]") {
  const Error why{Reason::not_supported_by_cpu, "no PMU"};
  const CountersPtr counters = make_null_counters(why);
  CHECK(counters->source() == "none");
  CHECK(counters->names().empty());
  CHECK(counters->start() == why);
  CHECK(counters->stop() == why);
  CHECK(counters->read().error() == why);
}

TEST_CASE("fake counters return what they were given and can be made to fail", "[counters]") {
  FakeCounters counters({{.name = "cycles", .value = 5.0}});
  CHECK(counters.names() == std::vector<std::string>{"cycles"});
  CHECK_FALSE(counters.start().has_value());
  CHECK(counters.read().value().front().value == 5.0);
  counters.failure = Error{Reason::no_resources, "gone"};
  CHECK(counters.stop().has_value());
  CHECK_FALSE(counters.read().has_value());
  CHECK(counters.starts == 1);
}

TEST_CASE("event names: generic ones everywhere, raw codes, and clear refusals", "[counters]") {
  CHECK(encode_event("page-faults").value().attributes.type == PERF_TYPE_SOFTWARE);
  CHECK(encode_event("cycles").value().attributes.type == PERF_TYPE_HARDWARE);
  CHECK(encode_event("raw:0x11").value().attributes.config == 0x11);
  CHECK(encode_event("raw:x").error().reason == Reason::malformed);
  const auto unknown = encode_event("no-such-event");
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().detail.find("no-such-event") != std::string::npos);
  if (!built_with_libpfm()) CHECK(unknown.error().reason == Reason::not_built);
}

TEST_CASE("PAPI without a usable event is a reason, not a crash", "[counters]") {
  const auto counters = open_papi_counters({{.name = "none", .papi = "NO_SUCH_EVENT"}});
  REQUIRE_FALSE(counters.has_value());
  CHECK_FALSE(counters.error().detail.empty());
}
