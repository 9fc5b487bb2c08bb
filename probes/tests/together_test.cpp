// SPDX-License-Identifier: Apache-2.0
#include "probes/together.hpp"

#include <algorithm>
#include <numeric>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "probes/catalogue.hpp"

using namespace cachebound;          // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::probes;  // NOLINT(google-build-using-namespace): a test file

namespace {

MemberSpan span(double begin, double end) { return {.begin = {begin}, .end = {end}}; }

const Probe* first_runnable(ProbeKind kind) {
  const auto found = std::find_if(catalogue().begin(), catalogue().end(), [&](const Probe& probe) {
    const bool read = kind != ProbeKind::memory || probe.access == Access::read;
    return probe.kind == kind && read && !try_kernel(probe);
  });
  return found == catalogue().end() ? nullptr : &*found;
}

/// Two kinds where there may be one: the cpus of this machine, called two.
TogetherCase two_kinds(const std::vector<int>& cpus, const Probe& left, const Probe& right) {
  return {.parts = {{.core_kind = "left", .cpus = {cpus.front()}, .probe = &left},
                    {.core_kind = "right", .cpus = {cpus.back()}, .probe = &right}}};
}

TogetherMeasurement measured(const TogetherCase& together, const std::vector<int>& cpus) {
  SteadyClock clock;
  ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  setting.policy.slice = microseconds(20);
  setting.policy.pairs = 4;
  setting.policy.samples = 1;
  setting.policy.clock_tolerance = 1e9;
  setting.team.cpus = cpus;
  auto windows = allocate_windows(cpus, std::size_t{64} * 1024, clock);
  REQUIRE(windows);
  setting.team.windows = std::move(windows).value();
  return measure_together(together, setting, {3}, {}, {}, false);
}

}  // namespace

TEST_CASE("weights let unequal members end together", "[probes][together]") {
  const std::vector<std::size_t> equal{64, 64, 64};
  // The second kind takes twice and three times as long: its slower member decides for both.
  CHECK(balanced_weights(equal, {span(0, 1), span(0, 2), span(0, 3)}, {0, 1, 1}) ==
        std::vector<std::size_t>{64, 21, 21});
  CHECK(balanced_weights(equal, {span(0, 3), span(0, 1), span(0, 1)}, {0, 1, 1}) ==
        std::vector<std::size_t>{21, 64, 64});
  // What is balanced stays so; a share is never nothing.
  CHECK(balanced_weights({64, 16}, {span(0, 1), span(0, 1)}, {0, 1}) == std::vector<std::size_t>{64, 16});
  CHECK(balanced_weights({64, 64}, {span(0, 1), span(0, 1000)}, {0, 1}) == std::vector<std::size_t>{64, 1});
  CHECK(balanced_weights({64, 64}, {span(0, 1), span(0, 0)}, {0, 1}) == std::vector<std::size_t>{64, 64});
}

TEST_CASE("ids of what all kinds do together", "[probes][together][naming]") {
  const Probe* peak = first_runnable(ProbeKind::compute);
  const Probe* read = first_runnable(ProbeKind::memory);
  if (peak == nullptr || read == nullptr) CACHEBOUND_SKIP("this core runs no such probe");
  CHECK(together_id(two_kinds({0}, *peak, *peak)) ==
        "together/" + std::string(operation_of(*peak)) + "_" + std::string(to_string(peak->dtype)));
  TogetherCase reads = two_kinds({0}, *read, *read);
  reads.working_set_bytes = std::size_t{64} << 20U;
  CHECK(together_id(reads) == "together/read/ws:64MiB");
}

TEST_CASE("two kinds at once: shares of one whole, a rate per second, no cycles", "[probes][together]") {
  const std::vector<int> allowed = allowed_cpus();
  if (allowed.size() < 2 || !PinnedThread::to(allowed.front())) CACHEBOUND_SKIP("no two cpus to pin threads to");
  const auto pinned = PinnedThread::to(allowed.front());
  const Probe* peak = first_runnable(ProbeKind::compute);
  const Probe* read = first_runnable(ProbeKind::memory);
  if (peak == nullptr || read == nullptr) CACHEBOUND_SKIP("this core runs no such probe");
  const std::vector<int> cpus{allowed.front(), allowed.back()};
  for (const Probe* probe : {peak, read}) {
    TogetherCase together = two_kinds(cpus, *probe, *probe);
    if (probe == read) together.working_set_bytes = 8192;
    const TogetherMeasurement m = measured(together, cpus);
    INFO(m.id);
    if (m.error) continue;  // all samples lost on a busy machine: said, not measured
    CHECK(m.shares.size() == 2);
    CHECK(m.shares[0].core_kind == "left");
    CHECK(m.shares[1].cpus == std::vector<int>{allowed.back()});
    CHECK(m.shares[0].share + m.shares[1].share == Approx(1.0));
    CHECK(m.shares[0].share > 0.0);
    CHECK((m.flops_per_second.value.value > 0.0) == (probe == peak));
    CHECK((m.bytes_per_second.value.value > 0.0) == (probe == read));
    CHECK(m.thread_balance.value() >= 1.0);
    CHECK(m.notes.front() == "no rate per cycle: each kind has a clock of its own");
    CHECK(m.quality != Quality::stable);  // of three rounds
  }
}
