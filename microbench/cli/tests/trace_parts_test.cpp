// SPDX-License-Identifier: Apache-2.0
#include "catch_compat.hpp"
#include "microbench/cli/cache_list.hpp"
#include "microbench/cli/emulator.hpp"
#include "microbench/cli/runnable.hpp"

using namespace cachebound;
using namespace cachebound::cli;

TEST_CASE("caches on the command line are read and written alike", "[cli][trace]") {
  const auto caches = parse_cache_list("L1=32KiB/4/64,L2=1MiB/16/64");
  REQUIRE(caches);
  REQUIRE(caches->size() == 2);
  CHECK((*caches)[1].level == Level::l2);
  CHECK((*caches)[1].size == mebibytes(1));
  CHECK((*caches)[1].ways == 16);
  CHECK((*caches)[1].line_bytes == 64);
  CHECK(format_cache_list(*caches) == "L1=32768B/4/64,L2=1048576B/16/64");
  CHECK(*parse_cache_list(format_cache_list(*caches)) == *caches);
  const auto sizes = parse_cache_list("L1=32KiB");
  REQUIRE(sizes);
  CHECK(sizes->front().ways == 0);
}

TEST_CASE("what is no list of caches is refused at its place", "[cli][trace]") {
  for (const char* text : {"L1", "L1=", "L0=32KiB", "DRAM=1GiB/1/64", "L1=32KiB/four", "L1=32KiB/4/64,L2", "L1=0B/4/64",
                           "L2=1MiB/16/64,L1=32KiB/4/64", ""}) {
    INFO(text);
    const auto caches = parse_cache_list(text);
    REQUIRE_FALSE(caches);
    CHECK(caches.error().reason == Reason::malformed);
    CHECK(caches.error().detail.find("e.g. L1=32KiB/4/64") != std::string::npos);
  }
}

TEST_CASE("a program says for which machine it is", "[cli][trace]") {
  const auto target = target_of("/proc/self/exe");
  REQUIRE(target);
#if defined(__x86_64__)
  CHECK(*target == "x86_64");
#elif defined(__aarch64__)
  CHECK(*target == "aarch64");
#else
  CHECK(*target == "arm");
#endif
  CHECK(target_of("/proc/self/maps").error().reason == Reason::malformed);
  CHECK(target_of("/nonexistent").error().reason == Reason::not_found);
}

TEST_CASE("the version of an emulator is the word after version", "[cli][trace]") {
  CHECK(version_in("qemu-x86_64 version 7.2.22 (Debian 1:7.2+dfsg)\nCopyright") == "7.2.22");
  CHECK(version_in("qemu-x86_64 version 9.0.0\n") == "9.0.0");
  CHECK(version_in("something else") == "unknown");
}

TEST_CASE("a trace of rows that cannot run here has run nothing", "[cli][trace]") {
  analysis::TraceTable table;
  table.rows.resize(2);
  table.rows[0].error = Error{Reason::not_supported_by_cpu, "this core has no avx512"};
  CHECK_FALSE(nothing_runnable(table));
  table.rows[1].error = Error{Reason::not_built, "configured without OpenBLAS"};
  REQUIRE(nothing_runnable(table));
  CHECK(nothing_runnable(table)->reason == Reason::not_supported_by_cpu);
}
