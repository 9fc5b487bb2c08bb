// SPDX-License-Identifier: Apache-2.0
#include "operators/workload.hpp"

#include <filesystem>

#include "catch_compat.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

const std::string workloads = CACHEBOUND_SOURCE_DIR "/configs/workloads/";

constexpr const char* good = R"(name = "x"
summary = "y"
[[cases]]
op = "gemm"
dtype = "f32"
backends = ["naive", "tiled"]
problems = ["m1n1k1", "m2n2k2"]
)";

std::string with(std::string_view from, std::string_view to) {
  std::string text = good;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("every workload of the repository is valid, named as its file, and of backends that exist",
          "[operators][workload]") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(workloads)) {
    const auto workload = read_workload(entry.path().string());
    INFO(entry.path().string());
    INFO((workload ? std::string() : workload.error().detail));
    REQUIRE(workload);
    CHECK(workload->name == entry.path().stem().string());
    CHECK_FALSE(workload->summary.empty());
    const auto ids = operator_ids(*workload);
    REQUIRE(ids);
    CHECK(ids->size() >= 6);
    for (const OperatorId& id : *ids) {
      CHECK(parse_operator_id(to_string(id)));
      CHECK(work(id).value > 0.0);
    }
    ++files;
  }
  CHECK(files >= 7);
}

TEST_CASE("a workload becomes ids problem by problem", "[operators][workload]") {
  const auto workload = parse_workload(good, "x.toml");
  REQUIRE(workload);
  const auto ids = operator_ids(*workload);
  REQUIRE(ids);
  REQUIRE(ids->size() == 4);
  CHECK(to_string(ids->at(0)) == "gemm/naive/f32/m1n1k1");
  CHECK(to_string(ids->at(1)) == "gemm/tiled/f32/m1n1k1");
  CHECK(to_string(ids->at(3)) == "gemm/tiled/f32/m2n2k2");
  const auto other = operator_ids(*workload, {"openblas"});
  REQUIRE(other);
  CHECK(other->size() == 2);
  CHECK_FALSE(operator_ids(*workload, {"openblass"}));
}

TEST_CASE("a malformed workload is answered in one line with file, line and expectation", "[operators][workload]") {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"name = ", "x.toml:1:", ""},
      {"", "x.toml:", "the file is empty"},
      {"# only a comment\n", "x.toml:", "the file is empty"},
      {with("summary", "sumary"), "x.toml:2:", "did you mean 'summary'"},
      {with("problems", "problem"), "x.toml:7:", "did you mean 'problems'"},
      {with("\"naive\"", "\"naiv\""), "x.toml:3:", "did you mean 'naive'"},
      {with("m2n2k2", "m2n2"), "x.toml:3:", "expected [b<batch>]m<rows>n<columns>k<depth>"},
      {with("\"m1n1k1\", \"m2n2k2\"", ""), "x.toml:7:", "at least one"},
      {with("\"m1n1k1\"", "7"), "x.toml:7:", "list of strings"},
      {"name = \"x\"\nsummary = \"y\"\n", "x.toml:1:", "[[cases]]"},
      {"name = \"x\"\nsummary = \"y\"\ncases = 3\n", "x.toml:", "[[cases]]"}};
  for (const auto& [text, place, expectation] : cases) {
    const auto workload = parse_workload(text, "x.toml");
    INFO(text);
    REQUIRE_FALSE(workload);
    INFO(workload.error().detail);
    CHECK(workload.error().reason == Reason::malformed);
    CHECK(workload.error().detail.rfind(place, 0) == 0);
    CHECK(workload.error().detail.find(expectation) != std::string::npos);
    CHECK(workload.error().detail.find('\n') == std::string::npos);
  }
  CHECK(read_workload("/nowhere/x.toml").error().reason == Reason::not_found);
}
