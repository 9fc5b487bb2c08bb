// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace cachebound::analysis::report {
namespace {

constexpr std::array flop_rates{Scale{1e15, "PFLOP/s"}, Scale{1e12, "TFLOP/s"}, Scale{1e9, "GFLOP/s"},
                                Scale{1e6, "MFLOP/s"},  Scale{1e3, "kFLOP/s"},  Scale{1.0, "FLOP/s"}};
constexpr std::array op_rates{Scale{1e15, "POP/s"}, Scale{1e12, "TOP/s"}, Scale{1e9, "GOP/s"},
                              Scale{1e6, "MOP/s"},  Scale{1e3, "kOP/s"},  Scale{1.0, "OP/s"}};
constexpr std::array byte_rates{Scale{1e12, "TB/s"}, Scale{1e9, "GB/s"}, Scale{1e6, "MB/s"}, Scale{1e3, "kB/s"},
                                Scale{1.0, "B/s"}};
constexpr std::array times{Scale{1.0, "s"}, Scale{1e-3, "ms"}, Scale{1e-6, "µs"}, Scale{1e-9, "ns"},
                           Scale{1e-12, "ps"}};
constexpr std::array frequencies{Scale{1e9, "GHz"}, Scale{1e6, "MHz"}, Scale{1e3, "kHz"}, Scale{1.0, "Hz"}};
constexpr std::array works{Scale{1e12, "TFLOP"}, Scale{1e9, "GFLOP"}, Scale{1e6, "MFLOP"}, Scale{1e3, "kFLOP"},
                           Scale{1.0, "FLOP"}};
constexpr std::array cycle_counts{Scale{1e9, "Gcycles"}, Scale{1e6, "Mcycles"}, Scale{1e3, "kcycles"},
                                  Scale{1.0, "cycles"}};
constexpr std::array sizes{Scale{1024.0 * 1024.0 * 1024.0 * 1024.0, "TiB"}, Scale{1024.0 * 1024.0 * 1024.0, "GiB"},
                           Scale{1024.0 * 1024.0, "MiB"}, Scale{1024.0, "KiB"}, Scale{1.0, "B"}};

Scale pick(std::span<const Scale> scales, double magnitude) {
  const double size = std::abs(magnitude);
  // Values that round up to 1000 belong to the next prefix: 999.96 ns is 1.000 µs.
  const auto fits = [size](const Scale& scale) { return size >= scale.divisor * 0.99995; };
  const auto found = std::find_if(scales.begin(), scales.end(), fits);
  return found == scales.end() ? scales.back() : *found;
}

}  // namespace

Scale scale_for(Unit unit, double magnitude) {
  // Zero has no prefix of its own: it would pick the smallest one, "0 ps".
  if (magnitude == 0.0 && unit == Unit::seconds) return {1.0, "s"};
  switch (unit) {
    case Unit::none:
    case Unit::count:
      return {1.0, ""};
    case Unit::flop_rate:
      return pick(flop_rates, magnitude);
    case Unit::byte_rate:
      return pick(byte_rates, magnitude);
    case Unit::flops_per_cycle:
      return {1.0, "FLOP/cycle"};
    case Unit::bytes_per_cycle:
      return {1.0, "B/cycle"};
    case Unit::loads_per_cycle:
      return {1.0, "loads/cycle"};
    case Unit::op_rate:
      return pick(op_rates, magnitude);
    case Unit::ops_per_cycle:
      return {1.0, "OP/cycle"};
    case Unit::flops_per_byte:
      return {1.0, "FLOP/B"};
    case Unit::seconds:
      return pick(times, magnitude);
    case Unit::hertz:
      return pick(frequencies, magnitude);
    case Unit::cycles:
      return pick(cycle_counts, magnitude);
    case Unit::flops:
      return pick(works, magnitude);
    case Unit::bytes:
      return pick(sizes, magnitude);
    case Unit::fraction:
      return {0.01, "%"};
  }
  return {1.0, ""};
}

std::string format_value(double value, Unit unit, Scale scale) {
  if (!std::isfinite(value)) return "n/a";
  const double scaled = value / scale.divisor;
  if (unit == Unit::count) return fmt::format("{:.0f}", scaled);
  if (unit == Unit::fraction) return fmt::format("{:.1f}", scaled);
  const bool whole = std::abs(scaled - std::round(scaled)) < 1e-9 * std::max(1.0, std::abs(scaled));
  if (whole && (scaled == 0.0 || unit == Unit::bytes || unit == Unit::none)) return fmt::format("{:.0f}", scaled);
  const int leading = scaled == 0.0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(scaled) * 1.00005)));
  return fmt::format("{:.{}f}", scaled, std::clamp(3 - leading, 0, 9));
}

std::string format_number(const Number& number) {
  const Scale scale = scale_for(number.unit, number.value);
  const std::string text = format_value(number.value, number.unit, scale);
  return scale.symbol.empty() || text == "n/a" ? text : fmt::format("{} {}", text, scale.symbol);
}

std::string format_interval(const Number& number, Scale scale) {
  if (!number.low || !number.high) return {};
  return fmt::format("[{}, {}]", format_value(*number.low, number.unit, scale),
                     format_value(*number.high, number.unit, scale));
}

std::string_view column_suffix(Unit unit) {
  switch (unit) {
    case Unit::none:
    case Unit::count:
      return "";
    case Unit::flop_rate:
      return "flops_per_second";
    case Unit::byte_rate:
      return "bytes_per_second";
    case Unit::flops_per_cycle:
      return "flops_per_cycle";
    case Unit::bytes_per_cycle:
      return "bytes_per_cycle";
    case Unit::loads_per_cycle:
      return "loads_per_cycle";
    case Unit::op_rate:
      return "operations_per_second";
    case Unit::ops_per_cycle:
      return "operations_per_cycle";
    case Unit::flops_per_byte:
      return "flops_per_byte";
    case Unit::seconds:
      return "seconds";
    case Unit::hertz:
      return "hertz";
    case Unit::cycles:
      return "cycles";
    case Unit::flops:
      return "flops";
    case Unit::bytes:
      return "bytes";
    case Unit::fraction:
      return "fraction";
  }
  return "";
}

}  // namespace cachebound::analysis::report
