// SPDX-License-Identifier: Apache-2.0
#include "operators/cache_conditioner.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/element_type.hpp"
#include "operators/measure.hpp"
#include "operators/registry.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

/// Takes a fixed time by a clock that is moved by hand; nothing else takes any.
class Timed final : public Prepared {
 public:
  Timed(ManualClock& clock, Seconds call) : clock_(clock), call_(call) {}
  void run() override {
    clock_.advance(call_);
    ++calls;
  }
  Output output() override { return std::span<float>(values_); }
  [[nodiscard]] Isa isa() const override { return Isa::scalar; }
  [[nodiscard]] std::string implementation() const override { return "waits"; }

  int calls = 0;

 private:
  ManualClock& clock_;
  Seconds call_;
  std::array<float, 1> values_{};
};

Cache of_size(Level level, double kib) { return {.level = level, .size = kibibytes(kib)}; }

std::shared_ptr<CacheConditioner> small_conditioner() {
  const Cache cache = of_size(Level::l1, 4);
  return std::make_shared<CacheConditioner>(CacheConditioner::make({&cache, 1}).value());
}

}  // namespace

TEST_CASE("enough is read to drive everything out of the largest cache", "[operators][cold]") {
  const std::vector<Cache> board{of_size(Level::l1, 32), of_size(Level::l2, 512)};
  CHECK(eviction_bytes(board) == std::size_t{2} << 20U);  // four times
  const std::vector<Cache> server{of_size(Level::l2, 2048), of_size(Level::l3, 260.0 * 1024)};
  CHECK(eviction_bytes(server) == std::size_t{520} << 20U);  // twice
  const std::vector<Cache> between{of_size(Level::l3, 24.0 * 1024)};
  CHECK(eviction_bytes(between) == std::size_t{64} << 20U);
  CHECK_FALSE(eviction_bytes({}));
  CHECK_FALSE(CacheConditioner::make({}));
}

TEST_CASE("every line that should be read is read, in each state", "[operators][cold]") {
  const auto conditioner = small_conditioner();
  const auto prepared = prepare({"gemm", "naive", DType::f32, "m64n64k64"}, TargetCore{});
  REQUIRE(prepared);
  // One byte of each 32: of the conditioner's own memory they are 0x3f (microbench/memory.cpp).
  const auto sum_over = [](std::span<const std::byte> bytes) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 32) sum += std::to_integer<std::uint64_t>(bytes[at]);
    return sum;
  };
  std::uint64_t activations = 0;
  for (const auto& tensor : (*prepared)->activations()) activations += sum_over(tensor);
  REQUIRE(activations > 0);
  const std::uint64_t evicting = conditioner->bytes() / 32 * 0x3f;
  conditioner->bring(CacheState::warm, **prepared);
  CHECK(conditioner->checksum() == 0);
  conditioner->bring(CacheState::cold_all, **prepared);
  CHECK(conditioner->checksum() == evicting);
  conditioner->bring(CacheState::cold_weights, **prepared);
  CHECK(conditioner->checksum() == 2 * evicting + activations);
}

TEST_CASE("activations of every backend are its input and its output", "[operators][cold]") {
  const TargetCore core{.isas = host_isas(), .caches = {}};
  int checked = 0;
  for (const OperatorEntry& entry : operator_entries()) {
    const bool gemm = entry.name == "gemm";
    for (const Backend& backend : entry.backends(core)) {
      for (const DType dtype : backend.dtypes) {
        const std::string problem = gemm                                      ? "m8n16k32"
                                    : backend.name.starts_with("depthwise") ? "n1c4h8w8_o4k3s1p1g4_nhwc"
                                                                            : "n1c4h8w8_o4k3s1p1_nhwc";
        const OperatorId id{std::string(entry.name), backend.name, dtype, problem};
        const auto prepared = prepare(id, core);
        if (!prepared) continue;  // not here, or of another problem
        INFO(to_string(id));
        const auto tensors = (*prepared)->activations();
        REQUIRE(tensors.size() == 2);
        CHECK(tensors[0].size() >= (gemm ? 8U * 32U : 4U * 8U * 8U) * bytes_of(dtype));
        CHECK(tensors[1].size() == size((*prepared)->output()) * result_bytes_of(dtype));
        CHECK_FALSE(cannot_be(CacheState::cold_weights, **prepared));
        ++checked;
      }
    }
  }
  CHECK(checked > 4);
}

TEST_CASE("what does not tell its activations has no cold weights", "[operators][cold]") {
  ManualClock clock;
  const Timed op(clock, milliseconds(1));
  REQUIRE(cannot_be(CacheState::cold_weights, op));
  CHECK(cannot_be(CacheState::cold_weights, op)->reason == Reason::not_applicable);
  CHECK_FALSE(cannot_be(CacheState::cold_all, op));
}

TEST_CASE("a cold call that is short beside a reading of the clock is refused", "[operators][cold]") {
  ManualClock clock;
  const Conditions cold{.cache = CacheState::cold_all, .conditioner = small_conditioner()};
  const TimerFacts timer{.resolution = {20e-9}, .overhead = {30e-9}};
  Timed quick(clock, {4.9e-6});
  const Status refused = too_short_to_be_cold(quick, cold, timer, clock);
  REQUIRE(refused);
  CHECK(refused->reason == Reason::not_applicable);
  Timed slow(clock, {5.1e-6});
  CHECK_FALSE(too_short_to_be_cold(slow, cold, timer, clock));
}

TEST_CASE("a row that makes its caches cold leaves that time out", "[operators][cold]") {
  // The clock stands still while caches are emptied, so this shows what is timed by what is not: calls alone.
  ManualClock clock;
  const auto op = std::make_shared<Timed>(clock, milliseconds(3));
  const ClockChain chain{.id = "chain", .run = [&](std::size_t n) { clock.advance({1e-9 * static_cast<double>(n)}); },
                         .steps_per_iteration = 1.0, .cycles_per_step = 1};
  SamplingPolicy policy;
  OperatorSetting setting{.policy = policy, .world = {.clock = clock, .thread_state = [] { return ThreadState{}; }}};
  const Row row = make_row("gemm/waits/f32/m1n1k1/cache:cold-all", Part::whole, op,
                           {.cache = CacheState::cold_all, .conditioner = small_conditioner()}, chain, setting);
  const Block block = row.measure(1);
  CHECK(block.samples > 0);
  CHECK(std::abs(block.seconds_per_iteration - 3e-3) < 1e-9);
  CHECK(!row.repetition.run);  // counted calls would be warm ones
}
