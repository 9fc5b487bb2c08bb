// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/unit.hpp"

#include <limits>

#include "catch_compat.hpp"

using cachebound::analysis::report::format_interval;
using cachebound::analysis::report::format_number;
using cachebound::analysis::report::Number;
using cachebound::analysis::report::scale_for;
using cachebound::analysis::report::Unit;

namespace {
std::string text(double value, Unit unit) { return format_number({value, unit, {}, {}}); }
}  // namespace

TEST_CASE("rates use powers of 1000 and sizes powers of 1024", "[report][unit]") {
  CHECK(text(1e9, Unit::byte_rate) == "1.000 GB/s");
  CHECK(text(443.21e9, Unit::byte_rate) == "443.2 GB/s");
  CHECK(text(118.37e9, Unit::flop_rate) == "118.4 GFLOP/s");
  CHECK(text(2.5e12, Unit::flop_rate) == "2.500 TFLOP/s");
  CHECK(text(32768, Unit::bytes) == "32 KiB");
  CHECK(text(480.0 * 1024 * 1024, Unit::bytes) == "480 MiB");
  CHECK(text(1500, Unit::bytes) == "1.465 KiB");
  CHECK(text(1023, Unit::bytes) == "1023 B");
  CHECK(text(3.6e9, Unit::hertz) == "3.600 GHz");
}

TEST_CASE("four digits are shown, and rounding up moves to the next prefix", "[report][unit]") {
  CHECK(text(12.345e-6, Unit::seconds) == "12.35 µs");
  CHECK(text(999.96e-9, Unit::seconds) == "1.000 µs");
  CHECK(text(9.9996e-3, Unit::seconds) == "10.00 ms");
  CHECK(text(-4.2e-6, Unit::seconds) == "-4.200 µs");
  CHECK(text(0.0, Unit::seconds) == "0 s");
  CHECK(text(0.9731, Unit::fraction) == "97.3 %");
  CHECK(text(31.97, Unit::flops_per_cycle) == "31.97 FLOP/cycle");
  CHECK(text(17, Unit::count) == "17");
}

TEST_CASE("what is not a number is said to be none", "[report][unit]") {
  CHECK(text(std::numeric_limits<double>::quiet_NaN(), Unit::flop_rate) == "n/a");
  CHECK(text(std::numeric_limits<double>::infinity(), Unit::seconds) == "n/a");
}

TEST_CASE("an interval is printed under the scale of its value", "[report][unit]") {
  const Number number{1.0e9, Unit::byte_rate, 0.998e9, 1.002e9};
  CHECK(format_interval(number, scale_for(Unit::byte_rate, number.value)) == "[0.9980, 1.002]");
  CHECK(format_interval({1.0, Unit::none, {}, {}}, {}).empty());
}
