// SPDX-License-Identifier: Apache-2.0
#include "catch_compat.hpp"
#include "probes/tests/kernel_call.hpp"

using cachebound::Isa;
using cachebound::probes::Probe;
using cachebound::probes::ProbeKind;
using namespace cachebound::probes::testing;  // NOLINT(google-build-using-namespace): the test's own helpers

namespace {

/// What the chain's register must hold after `steps`; a chain without a law here fails, so that none is forgotten.
std::size_t expected_scalar(std::string_view id, std::size_t steps) {
  if (id.starts_with("chain_add_")) return steps;
  if (id == "chain_eor") return 0x55U ^ (steps & 1U);
  if (id == "chain_imul") {
    std::size_t power = 1;
    for (std::size_t i = 0; i < steps; ++i) power *= 3;
    return power;
  }
  FAIL("no law for " << std::string(id));
  return 0;
}

}  // namespace

TEST_CASE("a chain proves by its result how many steps it took", "[probes][kernel]") {
  for (const Probe* probe : runnable(ProbeKind::chain)) {
    for (const std::size_t iterations : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      CAPTURE(probe->id, iterations);
      Output out;
      const auto ones = cachebound::probes::operands_of_one(*probe);
      probe->kernel(iterations, &ones, &out);
      const std::size_t steps = iterations * static_cast<std::size_t>(probe->per_iteration.chain_steps);
      if (probe->isa == Isa::scalar || probe->id.starts_with("chain_add_")) {
        CHECK(out.as<std::size_t>(sizeof(std::size_t)).front() == expected_scalar(probe->id, steps));
      } else {
        const auto width = static_cast<std::size_t>(vector_bytes(probe->isa));
        for (const float lane : out.as<float>(width)) CHECK(lane == static_cast<float>(steps));
      }
      CHECK(out.holds_at_most(probe->out_bytes));
    }
  }
}
