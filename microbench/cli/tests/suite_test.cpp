// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/suite.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "catch_compat.hpp"
#include "microbench/embedded.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("every built-in suite parses and its sizes ascend in whole blocks", "[cli][suite]") {
  int suites = 0;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.rfind("suites/", 0) != 0) continue;
    ++suites;
    const auto suite = parse_suite(file.text, std::string(file.name));
    REQUIRE(suite);
    REQUIRE_FALSE(suite->sweep_bytes.empty());
    for (std::size_t i = 0; i < suite->sweep_bytes.size(); ++i) {
      CHECK(suite->sweep_bytes[i] % 2048 == 0);
      if (i > 0) CHECK(suite->sweep_bytes[i] > suite->sweep_bytes[i - 1]);
    }
  }
  CHECK(suites == 3);
}

TEST_CASE("the sizes of --quick are among those of the default suite, so that a row's repro command finds it",
          "[cli][suite]") {
  const auto quick = load_suite("quick");
  const auto standard = load_suite("default");
  REQUIRE((quick && standard));
  for (const std::size_t size : quick->sweep_bytes) {
    CHECK(std::find(standard->sweep_bytes.begin(), standard->sweep_bytes.end(), size) != standard->sweep_bytes.end());
  }
}

TEST_CASE("a suite says which teams it measures, and at sizes that single threads are measured at", "[cli][suite]") {
  CHECK(load_suite("quick")->threads == ThreadChoice{});
  CHECK(load_suite("default")->threads.teams == ThreadChoice::Teams::all);
  CHECK(load_suite("thorough")->threads.teams == ThreadChoice::Teams::powers);
  for (const char* name : {"quick", "default", "thorough"}) {
    const auto suite = load_suite(name);
    REQUIRE(suite->thread_bytes.size() == 4);
    for (const std::size_t size : suite->thread_bytes) {
      CHECK(std::find(suite->sweep_bytes.begin(), suite->sweep_bytes.end(), size) != suite->sweep_bytes.end());
    }
  }
  const auto bad = parse_suite("name='x'\n[probes]\nthread_counts='some'\n", "mine.toml");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().detail.find("mine.toml:3: 'thread_counts'") != std::string::npos);
}

TEST_CASE("sizes are read with binary prefixes", "[cli][suite]") {
  CHECK(*parse_size("24KiB") == 24576);
  CHECK(*parse_size("1GiB") == std::size_t{1} << 30U);
  for (const char* bad : {"", "24", "24kB", "KiB", "-1KiB", "0B", "99999999999999GiB"}) CHECK_FALSE(parse_size(bad));
}

TEST_CASE("a size beyond 1 TiB is refused as such", "[cli][suite]") {
  const auto most = parse_size("1024GiB");
  CHECK(static_cast<bool>(most) == (sizeof(std::size_t) > 4));
  for (const char* large : {"1025GiB", "99999999999999GiB", "99999999999999999999999GiB"}) {
    const auto size = parse_size(large);
    REQUIRE_FALSE(size);
    CHECK(size.error().detail.find("more than 1 TiB") != std::string::npos);
  }
}

TEST_CASE("a suite that says nothing but its name has the defaults", "[cli][suite]") {
  const auto suite = parse_suite("name='x'\n", "mine.toml");
  REQUIRE(suite);
  CHECK(suite->sweep_bytes.front() == 4096);
  CHECK(suite->sweep_bytes.back() == std::size_t{512} << 20U);
  CHECK(suite->sweep_bytes.size() == 35);
  CHECK(suite->workload == "gemm_square");
}

TEST_CASE("a malformed suite is one line that names the file and what was expected", "[cli][suite]") {
  const std::string head = "name='x'\n[probes]\n";
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"name = \n", "mine.toml:1:", ""},
      {"", "mine.toml:1:", "'name'"},
      {"name=3\n", "mine.toml:1:", "'name'"},
      {"name='x'\nsumary='y'\n", "mine.toml:2:", "did you mean 'summary'"},
      {"name='x'\nprobes=3\n", "mine.toml:2:", "'probes' must be a table"},
      {head + "sweep_lats='1MiB'\n", "mine.toml:3:", "did you mean 'sweep_last'"},
      {head + "forms=1\n", "mine.toml:3:", "'forms'"},
      {head + "forms='some'\n", "mine.toml:3:", "'forms'"},
      {head + "samples='9'\n", "mine.toml:3:", "'samples'"},
      {head + "samples=4294967305\n", "mine.toml:3:", "'samples'"},
      {head + "rounds=5\n", "mine.toml:3:", "'rounds'"},
      {head + "rounds=[8,5]\n", "mine.toml:3:", "'rounds'"},
      {head + "rounds=[4294967301]\n", "mine.toml:3:", "'rounds'"},
      {head + "rounds=[5.0]\n", "mine.toml:3:", "'rounds'"},
      {head + "rounds=[]\n", "mine.toml:3:", "'rounds'"},
      {head + "sweep_first=4096\n", "mine.toml:3:", "'sweep_first'"},
      {head + "sweep_first='1KiB'\n", "mine.toml:3:", "multiple of 2 KiB"},
      {head + "sweep_last='2048GiB'\n", "mine.toml:3:", "more than 1 TiB"},
      {head + "sweep_first='2MiB'\nsweep_last='1MiB'\n", "mine.toml:2:", "sweep_first <= sweep_last"},
      {head + "sweep_per_octave=1000000000\n", "mine.toml:3:", "'sweep_per_octave'"},
      {head + "sweep_per_octave=2.5\n", "mine.toml:3:", "'sweep_per_octave'"},
      {head + "sweep_sizes='4KiB'\n", "mine.toml:3:", "'sweep_sizes'"},
      {head + "sweep_sizes=['3KiB']\n", "mine.toml:3:", "multiple of 2 KiB"},
      {head + "sweep_sizes=['4KiB']\nsweep_last='1MiB'\n", "mine.toml:4:", "exclude"},
      {head + "latency_sizes=[8192]\n", "mine.toml:3:", "'latency_sizes'"},
      {head + "load_slots='no'\n", "mine.toml:3:", "'load_slots'"},
      {head + "accumulators=0\n", "mine.toml:3:", "'accumulators'"},
      {"name='x'\n[operators]\nworkload=3\n", "mine.toml:3:", "'workload'"},
      {"name='x'\n[operators]\nround=[5]\n", "mine.toml:3:", "did you mean 'rounds'"},
      {"name='x'\n[operators]\nblock_milliseconds=nan\n", "mine.toml:3:", "'block_milliseconds'"},
      {"name='x'\n[operators]\nblock_milliseconds='40'\n", "mine.toml:3:", "'block_milliseconds'"}};
  for (const auto& [text, place, expectation] : cases) {
    const auto suite = parse_suite(text, "mine.toml");
    INFO(text);
    REQUIRE_FALSE(suite);
    INFO(suite.error().detail);
    CHECK(suite.error().reason == Reason::malformed);
    CHECK(suite.error().detail.rfind(place, 0) == 0);
    CHECK(suite.error().detail.find(expectation) != std::string::npos);
    CHECK(suite.error().detail.find('\n') == std::string::npos);
  }
  const auto unknown = load_suite("qiuck");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().detail.find("did you mean 'quick'") != std::string::npos);
}

TEST_CASE("a small memory caps the sweep at a power of two", "[cli][suite]") {
  Suite suite;
  suite.sweep_bytes = {4096, std::size_t{1} << 20U, std::size_t{512} << 20U};
  const Suite capped = cap_sweep(suite, std::size_t{100} << 20U);
  CHECK(capped.sweep_bytes == std::vector<std::size_t>{4096, std::size_t{1} << 20U, std::size_t{64} << 20U});
  CHECK(cap_sweep(suite, std::size_t{1} << 30U).sweep_bytes == suite.sweep_bytes);
}
