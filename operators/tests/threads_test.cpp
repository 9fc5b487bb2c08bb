// SPDX-License-Identifier: Apache-2.0
// A row of one thread is the work of one thread, and a team's of so many: each library is told by its own means, and
// here it is looked at.
#include <sys/syscall.h>
#include <unistd.h>

#include <ctime>
#include <string>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "microbench/affinity.hpp"
#include "operators/entered.hpp"
#include "operators/gemm/backends.hpp"
#include "operators/measure.hpp"
#include "operators/process_threads.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

double own_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Of all threads but the calling one: those of an emulator, and of libraries that made some when loaded.
struct OtherThreads {
  std::size_t count = 0;
  double seconds = 0.0;  ///< that they have run
};

OtherThreads other_threads() {
  OtherThreads others;
  const auto self = static_cast<int>(syscall(SYS_gettid));
  for (const ThreadTime& each : thread_times()) {
    if (each.id == self) continue;
    ++others.count;
    others.seconds += each.seconds;
  }
  return others;
}

/// The first cpus that this process may use, the one that the caller is pinned to in front.
std::vector<int> team_of(std::size_t size) {
  std::vector<int> cpus = allowed_cpus();
  if (cpus.size() > size) cpus.resize(size);
  return cpus;
}

std::string example_of(std::string_view op, const Backend& backend) {
  if (op == "gemm") return "m192n192k192";
  return backend.name.starts_with("depthwise") ? "n1c64h56w56_o64k3s1p1g64_nhwc" : "n1c64h28w28_o64k3s1p1_nhwc";
}

/// Each backend that runs here in each of its types; the forced tiles are the same code.
template <typename F>
void each_backend(const TargetCore& core, F&& check) {
  for (const OperatorEntry& entry : operator_entries()) {
    for (const Backend& backend : entry.backends(core)) {
      if (backend.unavailable || backend.name.starts_with("tiled-") || backend.name.starts_with("direct-")) continue;
      for (const DType dtype : backend.dtypes)
        check(backend, OperatorId{std::string(entry.name), backend.name, dtype, example_of(entry.name, backend)});
    }
  }
}

}  // namespace

TEST_CASE("every backend runs on the calling thread alone", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}};
  each_backend(core, [&](const Backend&, const OperatorId& id) {
    INFO(to_string(id));
    const OtherThreads before = other_threads();
    auto prepared = prepare(id, core);
    if (!prepared && prepared.error().reason == Reason::not_supported_by_cpu) return;  // of f64, f16 or bf16
    REQUIRE(prepared);
    const Entered entered(**prepared);
    REQUIRE_FALSE(entered.refused());
    const double from = own_seconds();
    const OtherThreads prepared_others = other_threads();
    for (int call = 0; call < 5; ++call) (*prepared)->run();
    const double own = own_seconds() - from;
    const OtherThreads after = other_threads();
    CHECK(after.count == before.count);
    // A second thread with an even share would run as long as this one; an emulator's own runs now and then.
    CHECK(after.seconds - prepared_others.seconds < own / 10);
  });
}

TEST_CASE("a team computes what one thread does, or says that it cannot", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}, .cpus = team_of(2)};
  if (core.cpus.size() < 2) CACHEBOUND_SKIP("this process may use one cpu alone");
  const auto pinned = PinnedThread::to(core.cpus.front());
  REQUIRE(pinned);
  int teams = 0;
  each_backend(core, [&](const Backend& backend, OperatorId id) {
    id.threads = 2;
    INFO(to_string(id));
    auto prepared = prepare(id, core);
    if (backend.threading.empty()) {
      REQUIRE_FALSE(prepared);
      CHECK(prepared.error().reason == Reason::not_applicable);
      return;
    }
    if (!prepared && prepared.error().reason == Reason::not_supported_by_cpu) return;  // of f64, f16 or bf16
    REQUIRE(prepared);
    const Verification verification = verify(id, **prepared);
    INFO((verification.failure ? verification.failure->detail : std::string()));
    CHECK_FALSE(verification.failure);
    CHECK(allowed_cpus() == std::vector<int>{core.cpus.front()});  // the caller stays where it was put
    ++teams;
  });
  CHECK(teams > 0);
}

TEST_CASE("our own product is right whatever its team divides", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}, .cpus = team_of(2)};
  if (core.cpus.size() < 2) CACHEBOUND_SKIP("this process may use one cpu alone");
  const auto pinned = PinnedThread::to(core.cpus.front());
  REQUIRE(pinned);
  // By columns, by rows, fewer tiles than threads, batches of more and of fewer products than threads, transposes.
  for (const char* problem : {"m37n83k29", "m183n17k31", "m3n5k7", "m1n1k1", "b5m13n29k17", "b3m61n53k331_ta_tb",
                              "m65n63k66_ta", "m29n131k300_tb"}) {
    for (const DType dtype : {DType::f32, DType::f64}) {
      OperatorId id{"gemm", "tiled", dtype, problem};
      id.threads = 2;
      INFO(to_string(id));
      auto prepared = prepare(id, core);
      if (!prepared && prepared.error().reason == Reason::not_supported_by_cpu) continue;  // no vectors (of f64)
      REQUIRE(prepared);
      CHECK_FALSE(verify(id, **prepared).failure);
      CHECK_FALSE(verify(id, **prepared).failure);  // a second stretch has a team of its own
    }
  }
}

TEST_CASE("a team's threads run, and one thread's row after it is one thread's again", "[operators][threads]") {
  TargetCore core{.isas = host_isas(), .caches = {}, .cpus = team_of(2)};
  if (core.cpus.size() < 2) CACHEBOUND_SKIP("this process may use one cpu alone");
  const auto pinned = PinnedThread::to(core.cpus.front());
  REQUIRE(pinned);
  SteadyClock clock;
  for (const Backend& backend : gemm::backends(core)) {
    if (backend.unavailable || backend.threading.empty() || backend.name.starts_with("tiled-")) continue;
    OperatorId id{"gemm", backend.name, DType::f32, "m256n256k256"};
    auto alone = prepare(id, core);
    id.threads = 2;
    auto team = prepare(id, core);
    INFO(to_string(id));
    REQUIRE(alone);
    REQUIRE(team);
    CHECK(threads_that_work(**team, clock) == 2);
    const Entered entered(**alone);
    const double from = own_seconds();
    const OtherThreads before = other_threads();
    // Long enough for a thread that waits for work by spinning to give up.
    while (own_seconds() - from < 0.1) (*alone)->run();
    const double ran = other_threads().seconds - before.seconds;
    CHECK(ran < 0.5 * (own_seconds() - from));
  }
}

TEST_CASE("of a team of ours as many threads work as there are parts", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}, .cpus = team_of(2)};
  if (core.cpus.size() < 2) CACHEBOUND_SKIP("this process may use one cpu alone");
  const auto pinned = PinnedThread::to(core.cpus.front());
  REQUIRE(pinned);
  SteadyClock clock;
  const auto workers = [&](OperatorId id) {
    id.threads = 2;
    auto prepared = prepare(id, core);
    INFO(to_string(id));
    if (!prepared && prepared.error().reason == Reason::not_supported_by_cpu) return 0;  // no vectors
    REQUIRE(prepared);
    return threads_that_work(**prepared, clock);
  };
  for (const char* name : {"im2col", "direct", "winograd2", "winograd4"})
    CHECK(workers({"conv2d", name, DType::f32, "n1c64h28w28_o64k3s1p1"}) != 1);
  CHECK(workers({"conv2d", "depthwise", DType::f32, "n1c64h28w28_o64k3s1p1g64"}) != 1);
  // One pixel of one output; channels that do not fill a vector; one tile.
  CHECK(workers({"conv2d", "direct", DType::f32, "n1c9h1w1_o1k1s1p0"}) < 2);
  CHECK(workers({"conv2d", "depthwise", DType::f32, "n1c3h28w28_o3k3s1p1g3_nhwc"}) < 2);
  CHECK(workers({"gemm", "tiled", DType::f32, "m1n1k1"}) < 2);
}

TEST_CASE("a team needs as many cpus, and warm caches", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}, .cpus = {0, 1}};
  OperatorId id{"gemm", "tiled", DType::f32, "m8n8k8"};
  id.threads = 3;
  const auto prepared = prepare(id, core);
  REQUIRE_FALSE(prepared);
  id.threads = 2;
  id.cache = CacheState::cold_all;
  const auto cold = prepare(id, core);
  REQUIRE_FALSE(cold);
  CHECK(cold.error().reason == Reason::not_applicable);
}

TEST_CASE("threads that ran are told from those that were there", "[operators][threads]") {
  using Times = std::vector<ThreadTime>;
  CHECK(threads_that_ran(Times{}, Times{}) == 0);
  CHECK(threads_that_ran(Times{{1, 2.0}, {2, 5.0}}, Times{{1, 3.0}, {2, 5.0}}) == 1);
  CHECK(threads_that_ran(Times{{1, 2.0}, {2, 5.0}}, Times{{1, 3.0}, {2, 5.009}}) == 1);
  CHECK(threads_that_ran(Times{{1, 2.0}, {2, 5.0}}, Times{{1, 3.0}, {2, 5.5}, {3, 1.0}}) == 3);
  CHECK(threads_that_ran(Times{{1, 2.0}}, Times{{1, 2.0}}) == 0);
}
