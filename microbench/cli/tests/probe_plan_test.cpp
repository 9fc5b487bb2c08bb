// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/probe_plan.hpp"

#include "catch_compat.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file
using Sizes = std::vector<std::size_t>;

TEST_CASE("what passes the caches is measured once, a copy where it reads from DRAM too", "[cli][plan]") {
  Suite suite;
  suite.access_bytes = {8192, 16384};
  suite.sweep_bytes = {8192, 65536};
  const auto of = [](Access access) {
    probes::Probe probe;
    probe.kind = probes::ProbeKind::memory;
    probe.access = access;
    return probe;
  };
  CHECK(sizes_for(suite, of(Access::read)) == Sizes{8192, 65536});
  CHECK(sizes_for(suite, of(Access::copy)) == Sizes{8192, 16384});
  CHECK(sizes_for(suite, of(Access::ntwrite)) == Sizes{16384});
  CHECK(sizes_for(suite, of(Access::ntcopy)) == Sizes{65536});
  suite.sweep_bytes = {8192};
  CHECK(sizes_for(suite, of(Access::ntcopy)) == Sizes{16384});
  suite.access_bytes.clear();
  CHECK(sizes_for(suite, of(Access::ntcopy)).empty());
}
