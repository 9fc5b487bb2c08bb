// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/probe_plan.hpp"

#include <algorithm>

#include "catch_compat.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file
using Sizes = std::vector<std::size_t>;

TEST_CASE("what passes the caches is measured once, in a working set that is DRAM's too", "[cli][plan]") {
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
  CHECK(sizes_for(suite, of(Access::ntwrite)) == Sizes{65536});
  CHECK(sizes_for(suite, of(Access::ntcopy)) == Sizes{65536});
  suite.sweep_bytes = {8192};
  CHECK(sizes_for(suite, of(Access::ntcopy)) == Sizes{16384});
  suite.access_bytes.clear();
  CHECK(sizes_for(suite, of(Access::ntcopy)).empty());
}

TEST_CASE("a suite's sizes become working sets of whole blocks, each once, and none where no block fits",
          "[cli][plan]") {
  Suite suite;
  suite.sweep_bytes = {8192};
  suite.access_bytes = {2048, 4096, 6144, 8192, 262144};
  suite.accumulators = false;  // no trial: what is planned here need not run here
  IsaSet everything;
  for (const probes::Probe& probe : probes::catalogue()) everything.push_back(probe.isa);
  SteadyClock clock;
  const probes::ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  std::vector<std::string> ids;
  for (const probes::ProbeCase& probe_case : plan_cases(suite, everything, setting, {})) {
    const probes::Probe& probe = *probe_case.probe;
    if (!probe_case.working_set_bytes) continue;
    CAPTURE(probe.id);
    CHECK(probes::walked_bytes(probe, *probe_case.working_set_bytes) > 0);
    ids.push_back(probes::row_id(probe_case));
    CHECK(std::ranges::count(ids, ids.back()) == 1);
  }
  CHECK_FALSE(ids.empty());
}
