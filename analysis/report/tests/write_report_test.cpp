// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/write_report.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGXFSZ is POSIX
#include <sys/resource.h>

#include <fstream>
#include <iterator>
#include <optional>

#include "analysis/report/build_report.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"
#include "temporary_folder.hpp"

namespace report = cachebound::analysis::report;
namespace fs = std::filesystem;
using cachebound::Error;
using cachebound::Reason;
using cachebound::Result;

namespace {

report::Report small_report() {
  const auto machine = report::synthetic::small_machine();
  const auto operators = report::synthetic::small_operators();
  return report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "1"});
}

report::WriteOptions drawing(const std::string& svg) {
  return {.draw = [svg](const fs::path&, const std::string&) -> Result<std::string> { return svg; }};
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// The disk is full after so many bytes of a file, as far as this process can tell.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, SIG_DFL);
  }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("a report is a page, two texts, tables and figures", "[report][write]") {
  const report::TemporaryFolder folder;
  const auto written = report::write_report(folder.path() / "new" / "report", small_report(),
                                            drawing("<svg viewBox=\"0 0 9 9\"></svg>"));
  REQUIRE(written);
  const fs::path root = folder.path() / "new" / "report";
  CHECK(written->index == root / "index.html");
  for (const char* name :
       {"index.html", "report.md", "report.txt", "tables/operators.csv", "tables/ceilings-compute.csv",
        "tables/waterfalls.csv", "figures/roofline.svg", "figures/roofline.gp", "figures/roofline.dat"}) {
    INFO(name);
    CHECK(fs::exists(root / name));
  }
  CHECK(entries(root) == 5);
  CHECK(content(root / "index.html").find("<svg class=\"wide\"") != std::string::npos);
}

TEST_CASE("without gnuplot the report stands and says so where the figure would be", "[report][write]") {
  const report::TemporaryFolder folder;
  REQUIRE(report::write_report(folder.path(), small_report(), drawing("<svg></svg>")));
  const auto written =
      report::write_report(folder.path(), small_report(), {.draw = report::gnuplot("/nonexistent/gnuplot")});
  REQUIRE(written);
  REQUIRE_FALSE(written->drawings.at("roofline"));
  CHECK(written->drawings.at("roofline").error().reason == Reason::not_found);
  const std::string html = content(written->index);
  CHECK(html.find("could not be drawn (/nonexistent/gnuplot is not installed)") != std::string::npos);
  CHECK(html.find("<svg") == std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "figures/roofline.svg"));
  CHECK(fs::exists(folder.path() / "figures/roofline.gp"));
}

TEST_CASE("a folder that cannot be made is one line, and nothing appears", "[report][write]") {
  const report::TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  const auto written = report::write_report(folder.path() / "file" / "report", small_report(), drawing("<svg></svg>"));
  REQUIRE_FALSE(written);
  CHECK(written.error().detail.find("cannot create the folder") == 0);
  CHECK(written.error().detail.find('\n') == std::string::npos);
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a disk that fills up leaves the earlier report whole", "[report][write]") {
  const report::TemporaryFolder folder;
  REQUIRE(report::write_report(folder.path(), small_report(), drawing("<svg></svg>")));
  const std::string before = content(folder.path() / "index.html");
  report::Report changed = small_report();
  changed.title = "another";
  const std::size_t count = entries(folder.path());
  std::optional<Error> failed;
  {
    const SmallDisk disk(6000);
    const auto written = report::write_report(folder.path(), changed, drawing("<svg></svg>"));
    if (!written) failed = written.error();
  }
  REQUIRE(failed);
  CHECK(failed->reason == Reason::no_resources);
  CHECK(content(folder.path() / "index.html") == before);
  CHECK(entries(folder.path()) == count);
}
