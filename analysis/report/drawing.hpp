// SPDX-License-Identifier: Apache-2.0
// What became of a figure: SVG documents, or the reason why there are none.
#pragma once

#include <map>
#include <string>

#include "microbench/result.hpp"

namespace cachebound::analysis::report {

struct Drawing {
  std::string document;  ///< a file of its own
  std::string wide;      ///< to stand in a page, for a screen of 1000 pixels
  std::string narrow;    ///< for a phone: the same figure with the same letter size on less paper
};

/// By Plot::id. A figure that is not in the map was not asked for.
using Drawings = std::map<std::string, Result<Drawing>, std::less<>>;

}  // namespace cachebound::analysis::report
