// SPDX-License-Identifier: Apache-2.0
#include "operators/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catch_compat.hpp"
#include "operators/gemm/backends.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

TEST_CASE("an operator id is parsed and printed as the same text", "[operators][registry]") {
  std::set<std::string_view> names;
  for (const OperatorEntry& entry : operator_entries()) {
    CHECK(names.insert(entry.name).second);
    for (const Backend& backend : entry.backends(TargetCore{})) {
      const std::string text = fmt::format("{}/{}/{}/{}", entry.name, backend.name,
                                           cachebound::to_string(backend.dtypes.front()), entry.example);
      const auto id = parse_operator_id(text);
      REQUIRE(id);
      CHECK(to_string(*id) == text);
      for (const char* conditions : {"/cache:cold-all", "/threads:2", "/cache:cold-weights/threads:12"}) {
        const auto with = parse_operator_id(text + conditions);
        REQUIRE(with);
        CHECK(to_string(*with) == text + conditions);
        CHECK_FALSE(*with == *id);
      }
      CHECK(work(*id).value > 0.0);
      CHECK(compulsory_traffic(*id, Level::dram).read.value > 0.0);
    }
  }
  CHECK(work(*parse_operator_id("gemm/naive/f32/m512n256k128")).value == 2.0 * 512 * 256 * 128);
}

TEST_CASE("a wrong operator id is answered with the nearest valid name", "[operators][registry]") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"gem/tiled/f32/m1n1k1", "'gemm'"},
      {"gemm/tilde/f32/m1n1k1", "'tiled'"},
      {"gemm/openblass/f32/m1n1k1", "'openblas'"},
      {"gemm/tiled/f23/m1n1k1", "'f32'"},
      {"gemm/tiled/b1/m1n1k1", "there is no gemm tiled of type 'b1'; there are: f32, f64"},
      {"gemm/tiled/f32/m1n1", "expected [b<batch>]m<rows>n<columns>k<depth>"},
      {"gemm/tiled/f32", "expected <op>/<backend>/<dtype>/<problem>"},
      {"gemm/tiled/f32/m1n1k1/packing", "'packing' is left over"},
      {"gemm/tiled/f32/m1n1k1/threads:2/cache:cold-all", "'threads:2' is left over"},
      {"gemm/tiled/f32/m1n1k1/threads:2/threads:2", "'threads:2' is left over"},
      {"gemm/tiled/f32/m1n1k1/threads:1", "expected threads:<2 or more>"},
      {"gemm/tiled/f32/m1n1k1/threads:02", "expected threads:<2 or more>"},
      {"gemm/tiled/f32/m1n1k1/threads:", "expected threads:<2 or more>"},
      {"gemm/tiled/f32/m1n1k1/threads:99999999999", "expected threads:<2 or more>"},
      {"gemm/tiled/f32/m1n1k1/cache:warm", "expected cache:cold-weights or cache:cold-all"},
      {"gemm/tiled/f32/m1n1k1/", "'' is left over"},
      {"", "expected <op>/<backend>/<dtype>/<problem>"}};
  for (const auto& [text, hint] : cases) {
    const auto id = parse_operator_id(text);
    INFO(text);
    REQUIRE_FALSE(id);
    CHECK(id.error().reason == Reason::malformed);
    INFO(id.error().detail);
    CHECK(id.error().detail.find(hint) != std::string::npos);
    CHECK(id.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("the registry lists what cannot run here, with the reason", "[operators][registry]") {
  const auto list = gemm::backends(TargetCore{});  // a core without any vector set
  std::set<std::string> names;
  for (const Backend& backend : list) {
    INFO(backend.name);
    CHECK(names.insert(backend.name).second);
    CHECK_FALSE(backend.summary.empty());
    if (backend.name.rfind("tiled", 0) == 0) {
      REQUIRE(backend.unavailable);
      CHECK_FALSE(backend.unavailable->detail.empty());
      const auto refused = prepare({"gemm", backend.name, DType::f32, "m8n8k8"}, TargetCore{});
      REQUIRE_FALSE(refused);
      CHECK(refused.error() == *backend.unavailable);
    }
  }
  for (const char* name :
       {"naive", "tiled", "tiled-avx512", "tiled-avx2", "tiled-neon", "tiled-neon_vfpv4", "openblas", "blis", "eigen",
        "eigen-avx512", "eigen-avx2", "eigen-neon", "eigen-neon_vfpv4", "onednn", "xnnpack", "acl"}) {
    CHECK(names.contains(name));
  }
}

TEST_CASE("backends are listed in pedagogical order", "[operators][registry]") {
  const auto list = gemm::backends(TargetCore{});
  CHECK(list.front().name == "naive");
  CHECK(list[1].name == "tiled");
  const auto place = [&list](std::string_view name) {
    return std::ranges::find(list, name, &Backend::name) - list.begin();
  };
  CHECK(place("tiled-avx2") < place("openblas"));
  CHECK(place("openblas") < place("blis"));
  CHECK(place("onednn") < place("xnnpack"));
}

TEST_CASE("an operator that does not fit memory is refused, not attempted", "[operators][registry]") {
  const auto id = parse_operator_id("gemm/naive/f32/m1048576n1048576k1");
  // Four TiB: no address on 32-bit, no memory on 64-bit.
  if (id) {
    const auto prepared = prepare(*id, TargetCore{});
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().reason == Reason::no_resources);
  } else {
    CHECK(id.error().reason == Reason::malformed);
  }
}

TEST_CASE("a description carries all that needs no time", "[operators][registry]") {
  const OperatorId id{"gemm", "naive", DType::f32, "m4n5k6"};
  auto prepared = prepare(id, TargetCore{});
  REQUIRE(prepared);
  const OperatorMeasurement row = describe(id, **prepared);
  CHECK(row.id == "gemm/naive/f32/m4n5k6");
  CHECK(row.backend == "naive");
  CHECK(row.problem == "m4n5k6");
  CHECK(row.work.value == 240.0);
  CHECK_FALSE(row.blocking);
  CHECK_FALSE(row.verified);
}
