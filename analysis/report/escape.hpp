// SPDX-License-Identifier: Apache-2.0
// Strings come from kernels, libraries and files of strangers: each format has its own way of defusing them.
#pragma once

#include <string>
#include <string_view>

namespace cachebound::analysis::report {

/// Control characters, terminal escapes included, become '?'; line breaks and tabs become blanks; bytes that are no
/// valid UTF-8 become '?'. Every other function here does this first.
std::string printable(std::string_view text);
/// Code points, which is the width in a terminal for all that this project prints.
int display_width(std::string_view text);

std::string escape_html(std::string_view text);
/// Inline Markdown text, safe in a table cell.
std::string escape_markdown(std::string_view text);
/// A code span in a fence longer than any run of backticks inside; the pipe is escaped, as tables require.
std::string markdown_code(std::string_view text);
/// One field by RFC 4180.
std::string csv_field(std::string_view text);
/// A string literal of gnuplot: single-quoted ones know neither escapes nor command substitution. A quote inside turns
/// into an apostrophe, since gnuplot 5.4 takes a doubled one at the beginning for an empty string.
std::string gnuplot_literal(std::string_view text);
/// A stem for file names, ids and anchors: [a-z0-9-], never empty.
std::string slug(std::string_view text);

}  // namespace cachebound::analysis::report
