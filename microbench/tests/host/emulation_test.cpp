// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/emulation.hpp"

#include <cerrno>
#include <cstdlib>

#include "catch_compat.hpp"
#include "host_fixtures.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

ProcessView bare(const std::string& architecture) {
  return {.architecture = architecture,
          .machine = architecture,
          .platform = architecture,
          .has_vdso = true,
          .software_event_error = 0,
          .hypervisor = {}};
}

}  // namespace

TEST_CASE("a bare machine shows no sign of emulation", "[host][emulation]") {
  const auto files = fixtures::load_tree("raspberry-pi-4");
  files->add_link("/proc/self/exe", "/home/a/cachebound").add_link("/proc/thread-self/exe", "/home/a/cachebound");
  const Cpuinfo cpuinfo = parse_cpuinfo(files->read_text("/proc/cpuinfo").value());
  const Emulation found = detect_emulation(*files, cpuinfo, bare("aarch64"));
  CHECK_FALSE(found.emulated);
  CHECK(found.signs.empty());
}

TEST_CASE("one sign alone is not believed", "[host][emulation]") {
  const FakeFileSystem files;
  auto view = bare("aarch64");
  view.software_event_error = ENOSYS;  // a kernel built without perf events
  const Emulation found = detect_emulation(files, {}, view);
  CHECK(found.signs.size() == 1);
  CHECK_FALSE(found.emulated);
  view.software_event_error = EACCES;
  CHECK(detect_emulation(files, {}, view).signs.empty());
}

TEST_CASE("a 32-bit program on 64-bit Arm is not taken for emulated", "[host][emulation]") {
  const FakeFileSystem files;
  auto view = bare("arm");
  view.platform = "v8l";
  for (const char* machine : {"aarch64", "armv8l"}) {
    view.machine = machine;
    CHECK(detect_emulation(files, {}, view).signs.empty());
  }
  view.machine = "armv7l";
  CHECK(detect_emulation(files, {}, view).signs.size() == 1);
  view.platform = "v7l";
  view.has_vdso = false;  // a Cortex-A9 without the generic timer
  CHECK(detect_emulation(files, {}, view).signs.empty());
}

TEST_CASE("user emulation of another and of the same architecture is seen", "[host][emulation]") {
  auto files = fixtures::load_tree("zen4-vm");
  files->add("/proc/self/comm", "qemu-aarch64\n");
  files->add_link("/proc/self/exe", "/tmp/program").add_link("/proc/thread-self/exe", "/usr/bin/qemu-aarch64");
  const Cpuinfo cpuinfo = parse_cpuinfo(files->read_text("/proc/cpuinfo").value());
  auto view = bare("aarch64");
  view.has_vdso = false;
  view.software_event_error = ENOSYS;
  CHECK(detect_emulation(*files, cpuinfo, view).signs.size() == 5);
  view.architecture = "x86_64";
  const Emulation same = detect_emulation(*files, cpuinfo, view);
  CHECK(same.signs.size() == 4);
  CHECK(same.emulated);
}

TEST_CASE("under emulation neither the host's caches nor its identity are ours", "[host][emulation]") {
  auto sources = fixtures::sources_of("zen4-vm", "aarch64", 2, {Isa::scalar, Isa::neon});
  sources.process.software_event_error = ENOSYS;
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  const HostInfo host = read_host(sources, *table);
  CHECK(host.emulated);
  REQUIRE(host.core_kinds.size() == 1);
  CHECK(host.core_kinds[0].id == "emulated");
  CHECK(host.core_kinds[0].caches.empty());
  CHECK_FALSE(host.core_kinds[0].x86.has_value());
  CHECK_FALSE(datasheet_facts(*table, host.core_kinds[0], host.contradictions).has_value());
}

TEST_CASE("under emulation all cpus are one kind, whatever clocks and cores the host has", "[host][emulation]") {
  auto sources = fixtures::sources_of("rk3588", "x86_64", 8, {Isa::scalar});
  sources.process.software_event_error = ENOSYS;
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  const HostInfo host = read_host(sources, *table);
  REQUIRE(host.emulated);
  REQUIRE(host.core_kinds.size() == 1);
  CHECK(host.core_kinds[0].cpus.size() == 8);
  CHECK_FALSE(host.core_kinds[0].highest_clock.has_value());
}

TEST_CASE("an interpreted system needs no second sign", "[host][emulation]") {
  const FakeFileSystem files;
  auto view = bare("x86_64");
  view.hypervisor = "qemu-tcg";
  CHECK(detect_emulation(files, {}, view).emulated);
}

TEST_CASE("this process knows whether it is emulated", "[host][emulation]") {
  // The build tells: cross tests run under qemu (CMAKE_CROSSCOMPILING_EMULATOR), native ones do not.
  const RootedFileSystem files;
  const Cpuinfo cpuinfo = parse_cpuinfo(files.read_text("/proc/cpuinfo").value());
  const Emulation found = detect_emulation(files, cpuinfo, read_process_view());
  for (const std::string& sign : found.signs) UNSCOPED_INFO(sign);
  if (CACHEBOUND_TESTS_EMULATED) {
    CHECK(found.emulated);
  } else {
    // A native build may still be tried in an emulated root: then the signs must agree that it is one.
    CHECK((found.signs.empty() || found.emulated));
  }
}
