// SPDX-License-Identifier: Apache-2.0
// A row of one thread is the work of one thread: each library is told so by its own means, and here it is looked at.
#include <dirent.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/conv2d/backends.hpp"
#include "operators/gemm/backends.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

/// All threads of this process but the calling one: those of an emulator, and of libraries that made some when loaded.
struct OtherThreads {
  int count = 0;
  double seconds = 0.0;  ///< that they have run
};

OtherThreads other_threads() {
  OtherThreads others;
  const long self = syscall(SYS_gettid);
  DIR* tasks = opendir("/proc/self/task");
  if (tasks == nullptr) return others;
  while (const dirent* task = readdir(tasks)) {
    const long id = std::strtol(task->d_name, nullptr, 10);
    if (id == 0 || id == self) continue;
    ++others.count;
    double nanoseconds = 0.0;
    if (std::ifstream("/proc/self/task/" + std::to_string(id) + "/schedstat") >> nanoseconds) {
      others.seconds += nanoseconds * 1e-9;
    }
  }
  closedir(tasks);
  return others;
}

double own_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

TEST_CASE("every backend runs on the calling thread alone", "[operators][threads]") {
  const TargetCore core{.isas = host_isas(), .caches = {}};
  const auto check = [&core](const OperatorId& id) {
    INFO(to_string(id));
    const OtherThreads before = other_threads();
    auto prepared = prepare(id, core);
    REQUIRE(prepared);
    const double from = own_seconds();
    const OtherThreads prepared_others = other_threads();
    for (int call = 0; call < 5; ++call) (*prepared)->run();
    const double own = own_seconds() - from;
    const OtherThreads after = other_threads();
    CHECK(after.count == before.count);
    // A second thread with an even share would run as long as this one; an emulator's own runs now and then.
    CHECK(after.seconds - prepared_others.seconds < own / 10);
  };
  for (const Backend& backend : gemm::backends(core)) {
    if (backend.unavailable || backend.name.find("tiled-") == 0) continue;
    check({"gemm", backend.name, backend.dtypes.back(), "m192n192k192"});
  }
  for (const Backend& backend : conv2d::backends(core)) {
    if (backend.unavailable || backend.name.find("direct-") == 0) continue;
    check({"conv2d", backend.name, DType::f32,
           backend.name.find("depthwise") == 0 ? "n1c64h56w56_o64k3s1p1g64_nhwc" : "n1c64h28w28_o64k3s1p1_nhwc"});
  }
}
