// SPDX-License-Identifier: Apache-2.0
// A compute kernel proves by its result how many operations it executed: with operands of one, every lane of every
// accumulator holds the number of its steps.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "catch_compat.hpp"
#include "microbench/host/host_reader.hpp"
#include "probes/tests/kernel_call.hpp"

using cachebound::DType;
using cachebound::probes::executed;
using cachebound::probes::executed_in_sweep;
using cachebound::probes::executed_out_bytes;
using cachebound::probes::Gain;
using cachebound::probes::KernelFn;
using cachebound::probes::Lane;
using cachebound::probes::Operands;
using cachebound::probes::operands_of_one;
using cachebound::probes::Probe;
using cachebound::probes::ProbeKind;
using namespace cachebound::probes::testing;  // NOLINT(google-build-using-namespace): the test's own helpers

namespace {

double value_of_f16(std::uint16_t bits) {
  const int exponent = bits >> 10U & 0x1fU;
  const double mantissa = bits & 0x3ffU;
  const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024.0 + mantissa, exponent - 25);
  return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
}

std::vector<double> lanes_of(const Output& out, Lane lane, std::size_t size) {
  std::vector<double> values;
  const auto take = [&](const auto& lanes) {
    for (const auto value : lanes) values.push_back(static_cast<double>(value));
  };
  switch (lane) {
    case Lane::f16:
      for (const std::uint16_t bits : out.as<std::uint16_t>(size)) values.push_back(value_of_f16(bits));
      break;
    case Lane::f32:
      take(out.as<float>(size));
      break;
    case Lane::f64:
      take(out.as<double>(size));
      break;
    case Lane::i16:
      take(out.as<std::uint16_t>(size));
      break;
    case Lane::i32:
      take(out.as<std::uint32_t>(size));
      break;
    case Lane::i64:
      take(out.as<std::uint64_t>(size));
      break;
    case Lane::none:
      FAIL("a compute probe must say what its accumulators are");
  }
  return values;
}

/// The largest whole number up to which a lane counts exactly.
double exact_limit(Lane lane) {
  switch (lane) {
    case Lane::f16:
      return 2048.0;
    case Lane::i16:
      return 65535.0;
    case Lane::f32:
      return 16777216.0;
    default:
      return 1e9;
  }
}

/// Operations that the lanes of a result witness.
double operations_in(const std::vector<double>& lanes, Gain gain) {
  double sum = 0.0;
  for (const double lane : lanes) {
    if (gain == Gain::multiply_accumulates) sum += 2.0 * lane;
    if (gain == Gain::additions) sum += lane;
    if (gain == Gain::doublings) sum += std::log2(lane);
  }
  return sum;
}

/// QEMU before 9.0 and 8.2.3 (its commit d572bcb222, "target/arm: Fix 32-bit SMOPA") leaves every second row of a
/// 32-bit tile of 8-bit products at zero. The rest of them still count; on a processor no row is excused.
bool has_rows_that_qemu_drops(const Probe& probe) {
  static const bool emulated = read_host(cachebound::native_host_sources(), {}).emulated;
  return emulated && cachebound::is_streaming(probe.isa) && probe.dtype == DType::i8;
}

/// Without those rows, if all of them are zero; `lanes` as they are otherwise. Four rows of ZA are one of each tile.
std::vector<double> without_dropped_rows(const Probe& probe, const std::vector<double>& lanes) {
  const auto length = static_cast<std::size_t>(vector_bytes(probe.isa)) / sizeof(std::int32_t);
  std::vector<double> kept;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const bool dropped = i / length / 4 % 2 == 1;
    if (dropped && lanes[i] != 0.0) return lanes;
    if (!dropped) kept.push_back(lanes[i]);
  }
  std::printf("SKIP: this emulator computes half of the sums of %s, and only these are proved\n",
              std::string(probe.id).c_str());
  return kept;
}

std::ptrdiff_t how_many_are(double value, const std::vector<double>& lanes) {
  return std::count(lanes.begin(), lanes.end(), value);
}

/// Calls of 1, 2 and 1000 iterations where the lanes can count so far; of tiles 100: an emulator takes a minute for
/// 1000 at 2048 bits.
void prove(const Probe& probe, KernelFn kernel, double operations, std::size_t out_bytes) {
  const Operands operands = operands_of_one(probe);
  int proofs = 0;
  const std::size_t many = cachebound::is_streaming(probe.isa) ? 100 : 1000;
  for (const std::size_t iterations : {std::size_t{1}, std::size_t{2}, many}) {
    CAPTURE(probe.id, iterations);
    const double lane_count = static_cast<double>(lanes_of(Output(), probe.lane, out_bytes).size());
    const double per_lane = operations * static_cast<double>(iterations) / lane_count;
    const double limit =
        probe.gain == Gain::doublings ? (probe.dtype == DType::f16 ? 15.0 : 127.0) : exact_limit(probe.lane);
    if (per_lane > limit) continue;
    ++proofs;
    Output out;
    kernel(iterations, &operands, &out);
    std::vector<double> lanes = lanes_of(out, probe.lane, out_bytes);
    double expected = static_cast<double>(iterations) * operations;
    if (has_rows_that_qemu_drops(probe)) {
      lanes = without_dropped_rows(probe, lanes);
      expected *= static_cast<double>(lanes.size()) / lane_count;
    }
    CHECK(how_many_are(lanes.front(), lanes) == std::ssize(lanes));
    CHECK(operations_in(lanes, probe.gain) == expected);
    CHECK(out.holds_at_most(out_bytes));
  }
  CHECK(proofs > 0);  // a kernel whose lanes cannot count one iteration proves nothing
}

}  // namespace

TEST_CASE("a compute kernel proves by its result how many operations it executed", "[probes][kernel]") {
  for (const Probe* probe : runnable(ProbeKind::compute)) {
    CAPTURE(probe->id);
    REQUIRE(probe->accumulators > 0);
    prove(*probe, probe->kernel, executed(*probe).flops.value, executed_out_bytes(*probe));
  }
}

TEST_CASE("a mixed kernel proves its operations by its result, whatever it reads meanwhile", "[probes][kernel]") {
  using cachebound::probes::MemoryWindow;
  for (const Probe* probe : runnable(ProbeKind::mixed)) {
    CAPTURE(probe->id);
    const Operands operands = operands_of_one(*probe);
    std::vector<unsigned char> memory(2 * probe->block_bytes + 64, 0x7f);  // as numbers: large, and never added
    auto* begin = memory.data() + (64 - reinterpret_cast<std::uintptr_t>(memory.data()) % 64) % 64;
    const MemoryWindow window{begin, begin + 2 * probe->block_bytes, begin, 0, &operands};
    Output raw;
    probe->kernel(5, &window, &raw);
    Output out;
    std::copy(raw.bytes.begin() + KERNEL_MIXED_ACCUMULATORS, raw.bytes.end(), out.bytes.begin());
    const std::size_t size = executed_out_bytes(*probe) - KERNEL_MIXED_ACCUMULATORS;
    const auto lanes = lanes_of(out, probe->lane, size);
    for (const double lane : lanes) CHECK(lane == lanes.front());
    CHECK(operations_in(lanes, probe->gain) == 5.0 * executed(*probe).flops.value);
  }
}

TEST_CASE("every kernel of an accumulator sweep proves its count", "[probes][kernel]") {
  for (const Probe* probe : runnable(ProbeKind::compute)) {
    if (probe->by_accumulators.empty()) continue;
    const std::size_t each = executed_out_bytes(*probe) / static_cast<std::size_t>(probe->accumulators);
    for (std::size_t k = 1; k <= probe->by_accumulators.size(); ++k) {
      CAPTURE(probe->id, k);
      const double operations = executed_in_sweep(*probe, static_cast<int>(k)).flops.value;
      prove(*probe, probe->by_accumulators[k - 1], operations, k * each);
    }
  }
}

TEST_CASE("a compute kernel uses both operands that it is given", "[probes][kernel]") {
  for (const Probe* probe : runnable(ProbeKind::compute)) {
    if (probe->gain != Gain::multiply_accumulates) continue;
    CAPTURE(probe->id);
    const Operands ones = operands_of_one(*probe);
    Operands no_multiplier = ones;
    Operands no_multiplicand = ones;
    for (std::byte& b : no_multiplier.multiplier) b = std::byte{0};
    for (std::byte& b : no_multiplicand.multiplicand) b = std::byte{0};
    for (const Operands* operands : {&no_multiplier, &no_multiplicand}) {
      Output out;
      probe->kernel(1, operands, &out);
      const std::vector<double> lanes = lanes_of(out, probe->lane, executed_out_bytes(*probe));
      CHECK(how_many_are(0.0, lanes) == std::ssize(lanes));
    }
  }
}

#if defined(__aarch64__)
TEST_CASE("an outer product returns with its caller's d8-d15, streaming mode and ZA off", "[probes][kernel]") {
  // What smstop zeroes, the ABI promises to the caller (AAPCS64, 6.1.2).
  Output out;
  for (const Probe* probe : runnable(ProbeKind::compute)) {
    if (!cachebound::is_streaming(probe->isa)) continue;
    CAPTURE(probe->id);
    const Operands operands = operands_of_one(*probe);
    const double before[8] = {8, 9, 10, 11, 12, 13, 14, 15};
    double after[8] = {};
    std::uint64_t state = ~std::uint64_t{0};  // SVCR: bit 0 streaming mode, bit 1 ZA
    register std::size_t iterations asm("x0") = 1;
    register const void* in asm("x1") = &operands;
    register void* results asm("x2") = &out;
    register KernelFn kernel asm("x19") = probe->kernel;
    register const double* given asm("x20") = before;
    register double* found asm("x21") = after;
    asm volatile(
        "ldp d8, d9, [x20]\n ldp d10, d11, [x20, #16]\n ldp d12, d13, [x20, #32]\n ldp d14, d15, [x20, #48]\n"
        "blr x19\n"
        "stp d8, d9, [x21]\n stp d10, d11, [x21, #16]\n stp d12, d13, [x21, #32]\n stp d14, d15, [x21, #48]\n"
        "mrs %[state], S3_3_C4_C2_2\n"
        : [state] "=&r"(state), "+r"(iterations), "+r"(in), "+r"(results)
        : "r"(kernel), "r"(given), "r"(found)
        : "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x30", "v0",
          "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17",
          "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31", "cc",
          "memory");
    CHECK(std::equal(std::begin(before), std::end(before), std::begin(after)));
    CHECK(state == 0);
  }
}
#endif
