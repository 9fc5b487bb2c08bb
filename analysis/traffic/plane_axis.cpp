// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/plane_axis.hpp"

#include <algorithm>
#include <vector>

namespace cachebound::analysis {

PlaneAxis plane_axis(const ConvAxis& axis) {
  PlaneAxis result;
  result.stored = axis.out() + (axis.kernel - 1) * axis.dilation / axis.stride;
  std::vector<std::int64_t> phases;
  for (std::int64_t tap = 0; tap < axis.kernel; ++tap) phases.push_back(tap * axis.dilation % axis.stride);
  std::sort(phases.begin(), phases.end());
  phases.erase(std::unique(phases.begin(), phases.end()), phases.end());
  for (const std::int64_t phase : phases) {
    const std::int64_t first = phase < axis.pad ? (axis.pad - phase + axis.stride - 1) / axis.stride : 0;
    const std::int64_t place = first * axis.stride + phase - axis.pad;
    const std::int64_t inside = place < axis.in ? (axis.in - 1 - place) / axis.stride + 1 : 0;
    result.copied += std::max<std::int64_t>(0, std::min(inside, result.stored - first));
  }
  result.phases = static_cast<std::int64_t>(phases.size());
  return result;
}

}  // namespace cachebound::analysis
