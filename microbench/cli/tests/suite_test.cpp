// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/suite.hpp"

#include <algorithm>

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
  CHECK(bad.error().detail.find("probes.thread_counts") != std::string::npos);
}

TEST_CASE("sizes are read with binary prefixes", "[cli][suite]") {
  CHECK(*parse_size("24KiB") == 24576);
  CHECK(*parse_size("1GiB") == std::size_t{1} << 30U);
  for (const char* bad : {"", "24", "24kB", "KiB", "-1KiB", "0B", "99999999999999GiB"}) CHECK_FALSE(parse_size(bad));
}

TEST_CASE("a malformed suite is one line that names the file and what was expected", "[cli][suite]") {
  const auto syntax = parse_suite("name = \n", "mine.toml");
  REQUIRE_FALSE(syntax);
  CHECK(syntax.error().detail.find("mine.toml: line 1") == 0);
  const auto rounds = parse_suite("name='x'\n[probes]\nrounds=[8,5]\n", "mine.toml");
  REQUIRE_FALSE(rounds);
  CHECK(rounds.error().detail.find("probes.rounds") != std::string::npos);
  const auto size = parse_suite("name='x'\n[probes]\nsweep_sizes=['3KiB']\n", "mine.toml");
  REQUIRE_FALSE(size);
  CHECK(size.error().detail.find("multiple of 2 KiB") != std::string::npos);
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
