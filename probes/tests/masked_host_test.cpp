// SPDX-License-Identifier: Apache-2.0
// On an emulated core, which sets are offered is known beforehand: CACHEBOUND_EXPECTED_ISAS names them. Exactly their
// probes run here, each in a child process of its own, and the others name what they lack.
#include <cstdlib>
#include <sstream>

#include "catch_compat.hpp"
#include "probes/measure.hpp"
#include "probes/tests/kernel_call.hpp"

using cachebound::contains;
using cachebound::Isa;
using cachebound::IsaSet;
using cachebound::Reason;
using cachebound::Status;
using cachebound::probes::catalogue;
using cachebound::probes::Probe;
using cachebound::probes::runnable_on;
using cachebound::probes::try_kernel;

TEST_CASE("a masked host runs exactly the probes that it can, and names what the others lack", "[probes][kernel]") {
  const char* const expected = std::getenv("CACHEBOUND_EXPECTED_ISAS");
  if (expected == nullptr) CACHEBOUND_SKIP("no expected instruction sets: not an emulated core");
  std::istringstream names(expected);
  IsaSet offered;
  for (std::string name; names >> name;) {
    CAPTURE(name);
    const auto isa = cachebound::parse_isa(name);
    REQUIRE(isa.has_value());
    offered.push_back(*isa);
  }
  const IsaSet found = cachebound::native_isas();
  for (const Isa isa : offered) {
    CAPTURE(std::string(to_string(isa)));
    CHECK(contains(found, isa));
  }
  CHECK(found.size() == offered.size());
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    const Status refused = runnable_on(probe, found);
    CHECK(!refused == contains(offered, probe.isa));
    if (refused) {
      CHECK(refused->reason == Reason::not_supported_by_cpu);
      CHECK(refused->detail.rfind("needs " + std::string(to_string(probe.isa)) + "; this core has scalar", 0) == 0);
      continue;
    }
    const Status died = try_kernel(probe);
    CHECK(!died);
  }
}
