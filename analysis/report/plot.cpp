// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/plot.hpp"

#include <algorithm>
#include <cmath>

namespace cachebound::analysis::report {

std::vector<Tick> decade_ticks(Unit unit, double low, double high) {
  std::vector<Tick> ticks;
  // What no axis can show (a file edited by hand) has no ticks; the loop below would not end at infinity.
  if (!std::isfinite(low) || !std::isfinite(high) || low <= 0.0) return ticks;
  // Over less than two decades, 2 and 5 are labelled too.
  const bool dense = high / low < 100.0;
  for (int exponent = static_cast<int>(std::floor(std::log10(low))); std::pow(10.0, exponent) <= high; ++exponent) {
    for (int digit = 1; digit < 10; ++digit) {
      const double value = digit * std::pow(10.0, exponent);
      if (value < low * 0.9999 || value > high * 1.0001) continue;
      const bool labelled = digit == 1 || (dense && (digit == 2 || digit == 5));
      const Scale scale = scale_for(unit, high);
      std::string text = labelled ? format_value(value, unit, scale) : std::string();
      if (text.find('.') != std::string::npos) {
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
      }
      ticks.push_back({value, text});
    }
  }
  return ticks;
}

std::vector<Tick> binary_ticks(double low, double high, int most) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::ceil(std::log2(low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log2(high) + 1e-9));
  const int step = std::max(1, (last - first + most) / std::max(1, most));
  for (int exponent = first; exponent <= last; ++exponent) {
    const double value = std::exp2(exponent);
    const bool labelled = exponent % step == 0;
    ticks.push_back({value, labelled ? format_number({value, Unit::bytes, {}, {}}) : std::string()});
  }
  return ticks;
}

}  // namespace cachebound::analysis::report
