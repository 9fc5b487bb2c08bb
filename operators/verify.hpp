// SPDX-License-Identifier: Apache-2.0
// Verify, then time: what differs from the reference is never measured.
#pragma once

#include <cstddef>
#include <vector>

#include "microbench/result.hpp"
#include "operators/output.hpp"

namespace cachebound::operators {

/// What a correct implementation may answer: for each checked element its value and how far it may be from it.
struct Expected {
  std::vector<std::size_t> index;
  std::vector<double> value;
  std::vector<double> tolerance;
};

struct Verification {
  double max_error = 0.0;   ///< largest |difference| over its tolerance; a NaN counts as infinite
  std::size_t checked = 0;  ///< elements compared with the reference
  std::size_t total = 0;    ///< elements of the output, all of which must be finite
  Status failure;           ///< empty: passed; else one line with the worst element
};

Verification compare(const Output& output, const Expected& expected);

}  // namespace cachebound::operators
