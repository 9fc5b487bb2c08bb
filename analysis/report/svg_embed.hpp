// SPDX-License-Identifier: Apache-2.0
// A gnuplot SVG made fit to live inside a page: no prolog, ids of its own, colours that follow the reader's theme.
#pragma once

#include <string>
#include <string_view>

#include "microbench/result.hpp"

namespace cachebound::analysis::report {

/// `prefix` goes before every id; `description` is read aloud in the picture's place; `css_class` is the element's.
/// Fails with `malformed` on anything that is not one SVG element, or that could run or load something.
Result<std::string> embed_svg(std::string_view svg, std::string_view prefix, std::string_view description,
                              std::string_view css_class);

}  // namespace cachebound::analysis::report
