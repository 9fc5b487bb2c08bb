// SPDX-License-Identifier: Apache-2.0
// How wide a page of text may be.
#pragma once

namespace cachebound::cli {

/// `columns`: the variable COLUMNS, may be null; `reported`: what the terminal says, 0 if it says nothing. Whoever
/// reads a pipe or a file gets the same page whatever window it was made in.
int page_width(bool terminal, const char* columns, int reported);

/// Of what is printed to stdout now.
int stdout_width();

}  // namespace cachebound::cli
