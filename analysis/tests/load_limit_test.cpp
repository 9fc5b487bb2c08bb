// SPDX-License-Identifier: Apache-2.0
#include "analysis/load_limit.hpp"

#include <string>

#include "catch_compat.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

Ceiling form(const std::string& id, double bytes_per_load, double loads_per_cycle) {
  Ceiling ceiling;
  ceiling.id = ceiling.probe = id;
  ceiling.kind = CeilingKind::load_slots;
  ceiling.cycles_known = true;
  ceiling.loads_per_cycle.value = LoadsPerCycle{loads_per_cycle};
  ceiling.bytes_per_cycle.value = BytesPerCycle{bytes_per_load * loads_per_cycle};
  return ceiling;
}

LoadLimit limit_of(const LoadLimits& limits, const std::string& id) {
  for (const LimitedForm& form : limits.forms)
    if (form.ceiling == id) return form.limit;
  FAIL("no form " << id);
  return LoadLimit::undecided;
}

}  // namespace

TEST_CASE("an L1 of 8 bytes per cycle is full with one load of 64 bits or half a load of 128", "[analysis][loads]") {
  // Cortex-A53: ldr q takes two cycles.
  const LoadLimits limits =
      load_limits({form("q", 16, 0.5), form("d", 8, 1.0), form("x", 8, 0.995), form("ld1r", 4, 1.0)});
  CHECK(limits.limit == LoadLimit::bytes);
  CHECK(limit_of(limits, "q") == LoadLimit::bytes);
  CHECK(limit_of(limits, "d") == LoadLimit::bytes);
  CHECK(limit_of(limits, "x") == LoadLimit::bytes);
  CHECK(limit_of(limits, "ld1r") == LoadLimit::slots);
  CHECK(limits.text.find("not the number of instructions") != std::string::npos);
}

TEST_CASE("loads that are as frequent at every width are limited by slots", "[analysis][loads]") {
  const LoadLimits limits = load_limits({form("ymm", 32, 2.0), form("xmm", 16, 2.0), form("gather", 32, 0.2)});
  CHECK(limits.limit == LoadLimit::slots);
  CHECK(limit_of(limits, "ymm") == LoadLimit::slots);
  CHECK(limit_of(limits, "xmm") == LoadLimit::slots);
  CHECK(limit_of(limits, "gather") == LoadLimit::form);
  CHECK(limits.text.find("load slots or decoding are the limit") != std::string::npos);
}

TEST_CASE("a pair of loads in one instruction shows that single ones are limited by decoding or not",
          "[analysis][loads]") {
  const LoadLimits decode_bound = load_limits({form("ldr", 16, 2.0), form("ldp", 32, 1.5), form("x", 8, 2.0)});
  CHECK(decode_bound.limit == LoadLimit::bytes);
  CHECK(limit_of(decode_bound, "ldp") == LoadLimit::bytes);
  CHECK(limit_of(decode_bound, "ldr") == LoadLimit::slots);
  const LoadLimits not_so = load_limits({form("ldr", 16, 2.0), form("ldp", 32, 1.0), form("x", 8, 2.0)});
  CHECK(limit_of(not_so, "ldr") == LoadLimit::bytes);
}

TEST_CASE("narrower loads that are issued more often show that the widest are limited by bytes", "[analysis][loads]") {
  // Golden Cove: 512-bit loads go through two of three ports.
  const LoadLimits limits = load_limits({form("zmm", 64, 2.0), form("ymm", 32, 2.7), form("xmm", 16, 2.99)});
  CHECK(limits.limit == LoadLimit::bytes);
  CHECK(limit_of(limits, "ymm") == LoadLimit::form);
  CHECK(limit_of(limits, "xmm") == LoadLimit::slots);
  CHECK(limits.text ==
        "L1 reads reach 128.0 bytes per cycle, by zmm (2.00 loads per cycle); xmm loads more often (2.99 per "
        "cycle) and moves 47.8: bytes are the limit, not decoding.");
}

TEST_CASE("what cannot be compared is undecided", "[analysis][loads]") {
  CHECK(load_limits({}).text.empty());
  CHECK(load_limits({form("one", 16, 2.0)}).limit == LoadLimit::undecided);
  CHECK(load_limits({form("one", 16, 2.0), form("of the same width", 16, 2.0)}).limit == LoadLimit::undecided);
  Ceiling without_bytes = form("old", 16, 2.0);
  without_bytes.bytes_per_cycle = {};
  CHECK(load_limits({without_bytes, without_bytes}).forms.empty());
  Ceiling failed = form("failed", 64, 2.0);
  failed.error = Error{Reason::unstable, "no sample"};
  Ceiling in_seconds = form("no cycles", 64, 2.0);
  in_seconds.cycles_known = false;
  CHECK(load_limits({form("a", 16, 2.0), failed, in_seconds}).forms.empty());
}
