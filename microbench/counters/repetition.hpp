// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "microbench/sampling.hpp"

namespace cachebound {

/// The work of a row once more, for counting. Only rows of one thread have it: a group counts one thread.
struct Repetition {
  Work run;
  std::string unit = "iteration";
  double declared_read_bytes = 0.0;  ///< CountedStretch
};

}  // namespace cachebound
