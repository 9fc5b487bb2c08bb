// SPDX-License-Identifier: Apache-2.0
// What is divided among a team of our own is the same to the bit, however many threads and however few parts.
#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "microbench/affinity.hpp"
#include "operators/entered.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

/// The cpus that this process may use, again and again: there may be more threads than cpus.
std::vector<int> cpus_for(int threads) {
  const std::vector<int> allowed = allowed_cpus();
  std::vector<int> cpus;
  for (std::size_t i = 0; i < static_cast<std::size_t>(threads); ++i) cpus.push_back(allowed[i % allowed.size()]);
  return cpus;
}

/// With an L2 so small that channels are cut.
std::vector<Cache> small_caches() {
  Cache l2;
  l2.level = Level::l2;
  l2.size = {8192.0};
  return {l2};
}

/// Every bit of what a call writes over NaN; empty where the backend does not do this problem here.
std::vector<unsigned char> result_of(OperatorId id, int threads, const std::vector<Cache>& caches) {
  id.threads = threads;
  auto prepared = prepare(id, {.isas = host_isas(), .caches = caches, .cpus = cpus_for(threads)});
  if (!prepared) {
    const Reason reason = prepared.error().reason;
    INFO(prepared.error().detail);
    REQUIRE((reason == Reason::not_supported_by_cpu || reason == Reason::not_applicable));
    return {};
  }
  poison((*prepared)->output());
  const Entered entered(**prepared);
  REQUIRE_FALSE(entered.refused());
  (*prepared)->run();
  (*prepared)->run();  // over what the first has left
  return std::visit(
      [](const auto& values) {
        const auto bytes = std::as_bytes(values);
        std::vector<unsigned char> all(bytes.size());
        std::ranges::transform(bytes, all.begin(), [](std::byte each) { return std::to_integer<unsigned char>(each); });
        return all;
      },
      (*prepared)->output());
}

const std::vector<std::string> convolutions{
    // one of everything, primes, edges of tiles
    "n1c1h1w1_o1k3s1p1", "n1c5h7w11_o13k3s1p1", "n1c7h13w29_o37k1x5s1p0x2", "n1c17h6w15_o131k3s1p1",
    // tiles of Winograd and regions of pixels enough for each thread
    "n1c5h43w41_o13k3s1p1", "n1c3h59w61_o35k3s1p1",
    // one tap, with and without a matrix
    "n1c19h9w9_o23k1s1p0", "n1c16h8w8_o48k1s2p0", "n2c8h3w3_o140k1s1p0",
    // strides, dilation, padding beyond the kernel
    "n1c3h23w23_o19k7s2p3", "n1c4h17w19_o12k3s1p2d2", "n1c3h9w9_o5k2s1p4", "n1c2h20w9_o3k1x4s3x1p0x3d1x2",
    // images and groups, more and fewer than threads
    "n3c3h13w17_o33k3s1p1", "n7c2h4w13_o17k2s1p1", "n1c8h9w9_o12k3s1p1g4", "n2c6h10w7_o6k3s2p1g2",
    // depthwise: narrow, wide, five taps, taps by themselves
    "n1c3h11w13_o3k3s1p1g3", "n1c19h15w9_o19k3s2p1g19", "n3c33h7w7_o33k5s1p2g33", "n1c40h23w5_o40k3s1p2d2g40",
    "n1c35h13w13_o35k3s1p1g35"};

const std::vector<std::string> products{"m37n83k29",   "m183n17k31",         "m3n5k7",       "m1n1k1",
                                        "b5m13n29k17", "b3m61n53k331_ta_tb", "m65n63k66_ta", "m29n131k300_tb"};

/// Whether there was something to compare.
bool check(const OperatorId& id, int threads, const std::vector<Cache>& caches = {}) {
  const std::vector<unsigned char> alone = result_of(id, 1, caches);
  if (alone.empty()) return false;
  INFO(to_string(id) << " by " << threads << " threads");
  CHECK(std::ranges::equal(result_of(id, threads, caches), alone));
  return true;
}

/// Threads that have to share cpus wait long for one another: with some problems only, and nowhere that is slow itself.
int threads_for(std::size_t problem) {
  if (CACHEBOUND_TESTS_SLOWED) return 2;
  return problem % 4 == 0 ? 3 : problem % 4 == 2 ? 5 : 2;
}

template <typename F>
void each_own(std::string_view op, F&& body) {
  for (const OperatorEntry& entry : operator_entries()) {
    if (entry.name != op) continue;
    for (const Backend& backend : entry.backends({.isas = host_isas(), .caches = {}})) {
      if (backend.unavailable || backend.threading != "a team of its own") continue;
      if (backend.name.find('-') != std::string::npos) continue;  // a forced set or tile
      for (const DType dtype : backend.dtypes) body(backend.name, dtype);
    }
  }
}

}  // namespace

TEST_CASE("a team's product is one thread's to the bit", "[operators][gemm][threads]") {
  std::set<std::string> compared;
  each_own("gemm", [&](const std::string& backend, DType dtype) {
    for (std::size_t i = 0; i < products.size(); ++i)
      if (check({"gemm", backend, dtype, products[i]}, threads_for(i))) compared.insert(backend);
  });
  CHECK((compared.contains("tiled") || host_isas().size() == 1));  // which has no vectors
}

TEST_CASE("a team's convolution is one thread's to the bit", "[operators][conv2d][threads]") {
  std::set<std::string> compared;
  each_own("conv2d", [&](const std::string& backend, DType dtype) {
    for (std::size_t i = 0; i < convolutions.size(); ++i) {
      // Threads that wait for one another are slow on a loaded machine, and f64 is divided as f32 is.
      if (dtype == DType::f64 && i % 3 != 0) continue;
      const OperatorId nchw{"conv2d", backend, dtype, convolutions[i]};
      const OperatorId nhwc{"conv2d", backend, dtype, convolutions[i] + "_nhwc"};
      // Where it is slow, in one layout of the two.
      bool any = false;
      if (!CACHEBOUND_TESTS_SLOWED || i % 2 == 0) any = check(nchw, threads_for(i));
      if (!CACHEBOUND_TESTS_SLOWED || i % 2 == 1) any = check(nhwc, threads_for(i + 1)) || any;
      if (i % 4 == 1) any = check(nchw, threads_for(i + 2), small_caches()) || any;
      if (any) compared.insert(backend);
    }
  });
  CHECK((compared == std::set<std::string>{"depthwise", "direct", "im2col", "winograd2", "winograd4"} ||
         host_isas().size() == 1));
}
