// SPDX-License-Identifier: Apache-2.0
// Numbers for people: prefixes and digits exist only here and in the factories of microbench/units.hpp.
//
// Rates use powers of 1000 (GB/s = 1e9 bytes per second), sizes powers of 1024 (KiB), and each is printed so.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cachebound::analysis::report {

enum class Unit {
  none,
  count,  ///< whole things: samples, cpus
  flop_rate,
  byte_rate,
  flops_per_cycle,
  bytes_per_cycle,
  loads_per_cycle,
  op_rate,  ///< operations that are not floating-point: 8-bit integers, bits
  ops_per_cycle,
  flops_per_byte,
  seconds,
  hertz,
  cycles,
  flops,
  bytes,
  fraction,  ///< printed in percent
};

/// A number with its interval, in the base unit.
struct Number {
  double value = 0.0;
  Unit unit = Unit::none;
  std::optional<double> low;
  std::optional<double> high;
};

struct Scale {
  double divisor = 1.0;
  std::string_view symbol;  ///< "GB/s", "µs", "%", or empty
};

/// The prefix under which `magnitude` reads between 1 and 999 (sizes: 1 and 1023).
Scale scale_for(Unit unit, double magnitude);

/// Four significant digits, never an exponent, no digits after the point where the value is whole by nature.
std::string format_value(double value, Unit unit, Scale scale);
/// "128.1 GFLOP/s", "32 KiB", "97.3 %"; "n/a" for what is not a number.
std::string format_number(const Number& number);
/// "[127.9, 128.3]" under the given scale, empty where there is no interval.
std::string format_interval(const Number& number, Scale scale);
/// The suffix of a column in a data file: "bytes_per_second".
std::string_view column_suffix(Unit unit);

}  // namespace cachebound::analysis::report
