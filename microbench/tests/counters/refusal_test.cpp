// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/refusal.hpp"

#include <cerrno>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what mends a refusal depends on what refused", "[counters][refusal]") {
  PerfSurroundings around;
  around.paranoid = 3;
  SECTION("the kernel's own strictness") {
    CHECK(perf_remedy(EACCES, around) == "sudo sysctl kernel.perf_event_paranoid=2");
  }
  SECTION("a container's filter, where the kernel would allow it") {
    around.paranoid = 2;
    around.seccomp_filter = true;
    CHECK(says(perf_remedy(EPERM, around), "seccomp"));
    CHECK_FALSE(says(perf_remedy(EPERM, around), "sysctl"));
  }
  SECTION("both") {
    around.seccomp_filter = true;
    CHECK(says(perf_remedy(EPERM, around), "sysctl"));
    CHECK(says(perf_remedy(EPERM, around), "seccomp"));
  }
  SECTION("neither") {
    around.paranoid = 1;
    CHECK(says(perf_remedy(EPERM, around), "cap_perfmon"));
  }
  SECTION("no PMU: by what kind of machine it is") {
    CHECK(says(perf_remedy(ENOENT, around), "device tree"));
    around.virtual_machine = true;
    CHECK(says(perf_remedy(ENOENT, around), "pmu=on"));
    around.emulated = true;
    CHECK(says(perf_remedy(ENOSYS, around), "emulator"));
  }
  SECTION("no such system call: a filter, or a kernel without it, and no PMU helps") {
    around.virtual_machine = true;
    CHECK(says(perf_remedy(ENOSYS, around), "CONFIG_PERF_EVENTS"));
    around.seccomp_filter = true;
    CHECK(says(perf_remedy(ENOSYS, around), "seccomp"));
  }
  CHECK(perf_remedy(0, around).empty());
  CHECK(says(perf_remedy(EOPNOTSUPP, around), "list counters"));
}

TEST_CASE("the surroundings are read from /proc", "[counters][refusal]") {
  FakeFileSystem files;
  CHECK(read_perf_surroundings(files).paranoid.error().reason == Reason::not_found);
  files.add("/proc/sys/kernel/perf_event_paranoid", "4\n");
  files.add("/proc/self/status", "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t1\n");
  const PerfSurroundings around = read_perf_surroundings(files);
  CHECK(*around.paranoid == 4);
  CHECK(around.seccomp_filter);
}
