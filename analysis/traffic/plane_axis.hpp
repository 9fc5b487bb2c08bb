// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/traffic/conv_problem.hpp"

namespace cachebound::analysis {

/// What padded planes hold of one dimension, sorted by phase: all indices of the phases that some tap needs.
struct PlaneAxis {
  std::int64_t stored = 0;  ///< of one phase, padding included
  std::int64_t phases = 0;
  std::int64_t copied = 0;  ///< of all phases, from inside the input
};
PlaneAxis plane_axis(const ConvAxis& axis);

}  // namespace cachebound::analysis
