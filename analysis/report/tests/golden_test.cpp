// SPDX-License-Identifier: Apache-2.0
// Approval tests: the report of the small machine as it stands in golden/. After a wanted change, run this test with
// CACHEBOUND_UPDATE_GOLDEN=1 and read the difference.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "analysis/report/build_report.hpp"
#include "analysis/report/markdown_writer.hpp"
#include "analysis/report/text_writer.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"

namespace report = cachebound::analysis::report;

namespace {

report::Report small_report() {
  const auto machine = report::synthetic::small_machine();
  const auto operators = report::synthetic::small_operators();
  report::Report tree =
      report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "test"});
  // Its words are the business of microbench/host.
  std::erase_if(tree.sections, [](const report::Section& section) { return section.id == "conditions"; });
  return tree;
}

void compare(const std::string& name, const std::string& now) {
  const std::string path = std::string(CACHEBOUND_SOURCE_DIR) + "/analysis/report/tests/golden/" + name;
  if (std::getenv("CACHEBOUND_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << now;
  std::ifstream file(path, std::ios::binary);
  const std::string expected((std::istreambuf_iterator<char>(file)), {});
  CHECK(now == expected);
}

}  // namespace

TEST_CASE("the text report of the small machine is the approved one", "[report][golden]") {
  compare("small.txt", report::to_text(small_report(), {}, {.unfold = true}));
}

TEST_CASE("the Markdown report of the small machine is the approved one", "[report][golden]") {
  compare("small.md", report::to_markdown(small_report(), {}));
}
