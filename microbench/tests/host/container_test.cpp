// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/container.hpp"

#include "catch_compat.hpp"
#include "host_fixtures.hpp"
#include "microbench/host/cpu_quota.hpp"
#include "microbench/host/system_files.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("containers are known by the marks that they leave", "[host][container]") {
  CHECK(detect_container(FakeFileSystem{}).empty());
  CHECK(detect_container(FakeFileSystem{}.add("/.dockerenv", "")) == "docker");
  CHECK(detect_container(FakeFileSystem{}.add("/run/.containerenv", "engine=\"podman-4.3.1\"\n")) == "podman");
  CHECK(detect_container(FakeFileSystem{}.add("/run/systemd/container", "systemd-nspawn\n")) == "systemd-nspawn");
  CHECK(detect_container(FakeFileSystem{}.add("/proc/self/cgroup", "0::/\n")).empty());
  CHECK(detect_container(FakeFileSystem{}.add("/proc/self/cgroup", "1:cpu:/docker/0a1b\n0::/\n")) == "docker");
  CHECK(detect_container(FakeFileSystem{}.add("/proc/self/cgroup", "0::/lxc/box\n")) == "lxc");
  CHECK(detect_container(FakeFileSystem{}.add("/proc/self/cgroup", "0::/kubepods.slice/cri-containerd-1.scope\n")) ==
        "kubernetes");
}

TEST_CASE("the tightest quota of the group and of those around it counts", "[host][container]") {
  FakeFileSystem files;
  // What cannot be looked at may limit it all the same.
  CHECK(read_cpu_quota(files).error().reason == Reason::not_permitted);
  files.add("/proc/self/cgroup", "0::/system.slice/job.scope\n");
  CHECK(read_cpu_quota(files).error().reason == Reason::not_permitted);
  files.add("/sys/fs/cgroup/system.slice/job.scope/cpu.max", "max 100000\n");
  CHECK(read_cpu_quota(files).error().reason == Reason::not_found);
  files.add("/sys/fs/cgroup/system.slice/cpu.max", "150000 100000\n");
  CHECK(read_cpu_quota(files).value() == 1.5);
  files.add("/sys/fs/cgroup/system.slice/job.scope/cpu.max", "50000 100000\n");
  CHECK(read_cpu_quota(files).value() == 0.5);
}

TEST_CASE("version 1 states a quota in two files, and none as -1", "[host][container]") {
  FakeFileSystem files;
  // The path is the host's; inside the container the group stands at the root.
  files.add("/proc/self/cgroup", "4:cpu,cpuacct:/docker/0a1b\n3:cpuset:/docker/0a1b\n0::/\n");
  files.add("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
  files.add("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  CHECK_FALSE(read_cpu_quota(files).has_value());
  files.add("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n");
  CHECK(read_cpu_quota(files).value() == 2.0);
}

TEST_CASE("the statistics of every group around this process are read, each once", "[host][container]") {
  FakeFileSystem files;
  CHECK(quota_statistics(files).empty());
  files.add("/proc/self/cgroup", "4:cpu,cpuacct:/a/b\n0::/a/b\n");
  for (const char* root : {"/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/cpu"}) {  // one is a link to the other
    files.add(std::string(root) + "/a/b/cpu.stat", "nr_throttled 1\nthrottled_time 1000000000\n");
    files.add(std::string(root) + "/a/cpu.stat", "nr_throttled 1\nthrottled_time 2000000000\n");
  }
  files.add("/sys/fs/cgroup/unified/a/b/cpu.stat", "usage_usec 12\n");  // the controller is version 1's
  const auto statistics = quota_statistics(files);
  CHECK(statistics.size() == 2);
  CHECK(read_stopped_time(files, statistics).value == Approx(3.0));
}

TEST_CASE("a quota and missing cpus are findings", "[host][container]") {
  auto sources = fixtures::sources_of("zen4-vm", "x86_64");
  auto files = fixtures::load_tree("zen4-vm");
  files->add("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000\n").add("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  sources.files = files;
  sources.allowed_cpus = {1};
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(host.cpu_quota == 1.5);
  CHECK(fixtures::finding_ids(host) == "cpus-restricted, cpu-quota");
  CHECK(host.contradictions[0].text == "this process may use cpus 1 of 0-1 (an affinity, a cpuset or a container)");
  CHECK(host.contradictions[1].text.find("allows 1.5 processors of time") != std::string::npos);
}

TEST_CASE("memory is what the tightest control group leaves of the machine's", "[host][container]") {
  const auto megabytes = [](const Bytes& bytes) { return bytes.value / 1048576.0; };
  FakeFileSystem files;
  files.add("/proc/meminfo", "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n");
  CHECK(megabytes(read_memory_info(files).total) == 8192.0);
  // Version 2: without a limit, then one of a group around ours; cached files can be had back.
  files.add("/proc/self/cgroup", "0::/job.slice/run\n");
  files.add("/sys/fs/cgroup/job.slice/run/memory.max", "max\n");
  files.add("/sys/fs/cgroup/job.slice/run/memory.current", "1048576\n");
  CHECK(megabytes(read_memory_info(files).available) == 4096.0);
  files.add("/sys/fs/cgroup/job.slice/memory.max", "419430400\n");
  files.add("/sys/fs/cgroup/job.slice/memory.current", "209715200\n");
  files.add("/sys/fs/cgroup/job.slice/memory.stat", "anon 1\ninactive_file 104857600\n");
  CHECK(megabytes(read_memory_info(files).total) == 400.0);
  CHECK(megabytes(read_memory_info(files).available) == 300.0);
  // Version 1, where no limit is a very large one.
  FakeFileSystem older;
  older.add("/proc/meminfo", "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n");
  older.add("/proc/self/cgroup", "4:memory:/box\n3:cpu:/box\n");
  older.add("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  older.add("/sys/fs/cgroup/memory/memory.usage_in_bytes", "1048576\n");
  CHECK(megabytes(read_memory_info(older).total) == 8192.0);
  older.add("/sys/fs/cgroup/memory/box/memory.limit_in_bytes", "104857600\n");
  older.add("/sys/fs/cgroup/memory/box/memory.usage_in_bytes", "52428800\n");
  CHECK(megabytes(read_memory_info(older).total) == 100.0);
  CHECK(megabytes(read_memory_info(older).available) == 50.0);
}
