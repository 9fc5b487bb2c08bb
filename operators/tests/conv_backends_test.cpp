// SPDX-License-Identifier: Apache-2.0
// Every backend against the reference, on shapes of networks scaled down and on odd ones.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/conv2d/backends.hpp"
#include "operators/conv2d/reference.hpp"
#include "operators/gemm/backend_entry.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

TargetCore this_core() { return {.isas = host_isas(), .caches = {}}; }

/// A core whose L2 is so small that the direct kernel must cut the channels.
TargetCore small_core() {
  Cache l2;
  l2.level = Level::l2;
  l2.size = {8192.0};
  return {.isas = host_isas(), .caches = {l2}};
}

/// Each without its layout.
const std::vector<std::string> shapes{
    // ones, edges of tiles, primes
    "n1c1h1w1_o1k1s1p0", "n1c1h1w1_o1k3s1p1", "n1c5h7w11_o13k3s1p1", "n2c3h13w17_o33k3s1p0", "n1c7h1w29_o17k1x5s1p0x2",
    "n1c16h5w14_o32k3s1p1", "n1c17h6w15_o31k3s1p1", "n3c2h4w13_o65k2s1p1",
    // one tap
    "n1c19h9w9_o23k1s1p0", "n1c16h8w8_o16k1s2p0", "n2c8h7w7_o40k1s3p0", "n1c4h3w3_o8k1s1p1",
    // strides, dilation, padding beyond the kernel, asymmetric
    "n1c3h23w23_o19k7s2p3", "n1c8h12w12_o16k3s2p1", "n1c5h11w10_o9k5s3p2", "n1c4h17w19_o12k3s1p2d2",
    "n1c6h21w16_o8k3s2p3d3", "n1c3h9w9_o5k2s1p4", "n1c4h10w31_o6k3x1s1x2p1x0", "n1c2h20w9_o3k1x4s3x1p0x3d1x2",
    // groups, depthwise, a multiplier
    "n1c8h9w9_o12k3s1p1g4", "n2c6h10w7_o6k3s2p1g2", "n1c16h13w13_o16k3s1p1g16", "n1c19h15w9_o19k3s2p1g19",
    "n1c33h7w7_o33k5s1p2g33", "n1c4h9w9_o12k3s1p1d1x2g4",
    // depthwise, where a vector reaches behind more than the last plane, and rows into the next one
    "n3c5h1w1_o5k3s1p1g5", "n2c3h2w1_o3k1s1p0g3", "n2c5h9w5_o5k3s1p1g5", "n1c7h17w3_o7k5s2p2g7", "n2c4h8w16_o4k3s1p1g4",
    "n1c16h9w8_o16k3s1p1g16",
    // networks, scaled down
    "n1c3h40w40_o16k7s2p3", "n1c16h14w14_o16k3s1p1", "n1c32h7w7_o48k3s1p1", "n1c32h14w14_o64k1s2p0",
    "n1c24h14w14_o144k1s1p0", "n1c48h14w14_o48k3s2p1g48"};

/// As verify(), with the reference of a problem computed once for all backends: in an emulator it takes longer than
/// they do.
Verification verify_with_known(const OperatorId& id, Prepared& prepared) {
  static std::map<std::string, Expected> known;
  const auto [at, fresh] = known.try_emplace(std::string(to_string(id.dtype)) + id.problem);
  if (fresh) {
    const conv2d::ConvShape shape = conv2d::parse_conv_shape(id.problem).value();
    at->second = id.dtype == DType::f64    ? conv2d::reference<double>(shape, default_seed)
                 : id.dtype == DType::f16  ? conv2d::reference<Half>(shape, default_seed)
                 : id.dtype == DType::bf16 ? conv2d::reference<Bf16>(shape, default_seed)
                                           : conv2d::reference<float>(shape, default_seed);
  }
  Expected expected = at->second;
  if (const auto bound = prepared.error_bound()) std::ranges::fill(expected.tolerance, *bound);
  poison(prepared.output());
  prepared.run();
  return compare(prepared.output(), expected);
}

/// A backend and a type that it has.
struct Runnable {
  std::string backend;
  DType dtype = DType::f32;
};

/// Whether it ran.
bool check(const Runnable& of, const std::string& problem, const TargetCore& core) {
  const auto id = parse_operator_id(fmt::format("conv2d/{}/{}/{}", of.backend, to_string(of.dtype), problem));
  INFO("conv2d/" << of.backend << "/" << to_string(of.dtype) << "/" << problem << (id ? "" : ": " + id.error().detail));
  REQUIRE(id);
  auto prepared = prepare(*id, core);
  if (!prepared && prepared.error().reason == Reason::not_applicable) return false;
  // 32-bit Arm has no vectors of f64; those of f16 and bf16 are sets that a core need not have.
  if (!prepared && of.dtype != DType::f32 && prepared.error().reason == Reason::not_supported_by_cpu) return false;
  REQUIRE(prepared);
  const Verification verification = verify_with_known(*id, **prepared);
  INFO((verification.failure ? verification.failure->detail : ""));
  CHECK_FALSE(verification.failure);
  if (!CACHEBOUND_TESTS_SLOWED) {
    (*prepared)->run();  // a second call finds what the first has left
    CHECK_FALSE(verify_with_known(*id, **prepared).failure);
  }
  CHECK(verification.checked == size((*prepared)->output()));
  CHECK(contains(core.isas, (*prepared)->isa()));
  CHECK_FALSE((*prepared)->implementation().empty());
  return true;
}

std::vector<Runnable> runnable() {
  std::vector<Runnable> all;
  const std::string same_code = fmt::format("-{}", to_string(gemm::widest_isa(this_core())));
  for (const Backend& backend : conv2d::backends(this_core())) {
    // "direct-neon" is "direct" where that is the widest set.
    if (CACHEBOUND_TESTS_SLOWED && backend.name.ends_with(same_code)) continue;
    for (const DType dtype : backend.dtypes)
      if (!backend.unavailable) all.push_back({backend.name, dtype});
  }
  return all;
}

}  // namespace

TEST_CASE("every convolution that runs here computes the reference's result", "[operators][conv2d]") {
  std::map<DType, int> ran;
  for (const Runnable& backend : runnable()) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      // In other types, the same templates, every third; where it is slow, in one layout of the two.
      const bool some = CACHEBOUND_TESTS_SLOWED;
      if (backend.dtype != DType::f32 && i % 3 != 0) continue;
      if (!some || i % 2 == 0) ran[backend.dtype] += static_cast<int>(check(backend, shapes[i], this_core()));
      if (!some || i % 2 == 1) ran[backend.dtype] += static_cast<int>(check(backend, shapes[i] + "_nhwc", this_core()));
    }
  }
  CHECK(runnable().size() >= 3);
  const int of_each = static_cast<int>(shapes.size()) * (CACHEBOUND_TESTS_SLOWED ? 1 : 2);
  CHECK(ran[DType::f32] >= 3 * of_each);
  // Each by the definition at least, and where the core has the set, by im2col and, in f16, by the direct kernel.
  const auto has = [](Isa isa) { return contains(host_isas(), isa) ? 1 : 0; };
  CHECK(ran[DType::f16] >= of_each / 3 * (1 + 2 * has(Isa::neon_fp16) + 2 * has(Isa::avx512_fp16)));
  CHECK(ran[DType::bf16] >= of_each / 3 * (1 + has(Isa::neon_bf16) + has(Isa::avx512_bf16)));
}

TEST_CASE("sums over several blocks of channels are those over one", "[operators][conv2d]") {
  for (const Runnable& backend : runnable()) {
    for (const char* shape : {"n1c37h9w11_o21k3s1p1", "n2c50h6w6_o48k3s2p1g2", "n1c70h8w8_o40k1s1p0"}) {
      check(backend, shape, small_core());
      if (!CACHEBOUND_TESTS_SLOWED) check(backend, std::string(shape) + "_nhwc", small_core());
    }
  }
}

TEST_CASE("random convolutions are computed right", "[operators][conv2d]") {
  std::mt19937_64 random(7);
  const auto pick = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  // The reference's sums alone take minutes in an emulator, and sanitized.
  const int wanted = CACHEBOUND_TESTS_SLOWED ? 6 : 40;
  int tried = 0;
  while (tried < wanted) {
    conv2d::ConvShape shape;
    shape.n = pick(1, 2);
    shape.groups = pick(0, 2) == 0 ? pick(1, 5) : 1;
    shape.c = shape.groups * pick(1, 9);
    shape.o = pick(0, 3) == 0 ? shape.groups * pick(1, 20) : shape.groups * pick(1, 3);
    shape.in = {pick(1, 19), pick(1, 40)};
    shape.kernel = {pick(1, 5), pick(1, 5)};
    shape.stride = {pick(1, 3), pick(1, 3)};
    shape.pad = {pick(0, 3), pick(0, 3)};
    shape.dilation = {pick(1, 3), pick(1, 3)};
    shape.layout = pick(0, 1) == 0 ? conv2d::Layout::nchw : conv2d::Layout::nhwc;
    const std::string problem = conv2d::to_string(shape);
    if (!conv2d::parse_conv_shape(problem)) continue;
    ++tried;
    for (const Runnable& backend : runnable()) check(backend, problem, this_core());
  }
}

TEST_CASE("packing a convolution's input alone leaves the result as it is", "[operators][conv2d]") {
  for (const Runnable& backend : runnable()) {
    for (const char* problem : {"n1c5h9w9_o8k3s1p1", "n1c5h9w9_o8k3s2p1_nhwc"}) {
      if (backend.dtype != DType::f32) continue;
      const auto id = parse_operator_id(fmt::format("conv2d/{}/f32/{}", backend.backend, problem));
      auto prepared = prepare(*id, this_core());
      if (!prepared || !(*prepared)->has_packing()) continue;
      (*prepared)->run();
      const auto values = std::get<std::span<float>>((*prepared)->output());
      const std::vector<float> before(values.begin(), values.end());
      (*prepared)->run_packing();
      INFO(backend.backend);
      CHECK(std::ranges::equal(before, values));
    }
  }
}
