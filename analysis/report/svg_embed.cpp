// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/svg_embed.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdio>

#include "analysis/report/escape.hpp"
#include "analysis/report/palette.hpp"

namespace cachebound::analysis::report {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Titles inside become tooltips that say "gnuplot_plot_1".
void drop_elements(std::string& text, std::string_view name) {
  const std::string open = fmt::format("<{}>", name);
  const std::string close = fmt::format("</{}>", name);
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    const std::size_t end = text.find(close, at);
    if (end == std::string::npos) return;
    text.erase(at, end + close.size() - at);
  }
}

/// One colour notation of gnuplot's at `at`: its length and the role it stands for.
struct FoundColour {
  std::size_t length = 0;
  std::optional<InkColour> colour;
};

FoundColour read_colour(const std::string& text, std::size_t at) {
  int red = 0;
  int green = 0;
  int blue = 0;
  int used = 0;
  const std::string piece = text.substr(at, 24);  // sscanf measures the whole string first
  if (std::sscanf(piece.c_str(), "rgb( %d , %d , %d )%n", &red, &green, &blue, &used) == 3 && used > 0)
    return {static_cast<std::size_t>(used), colour_of_rgb(red, green, blue)};
  unsigned hex = 0;
  if (piece.size() >= 7 && std::sscanf(piece.c_str(), "#%6x%n", &hex, &used) == 1 && used == 7)
    return {7, colour_of_rgb(static_cast<int>(hex >> 16U), static_cast<int>(hex >> 8U & 0xFFU),
                             static_cast<int>(hex & 0xFFU))};
  return {};
}

/// Colours follow the page's variables; the daylight one stays as the fallback. Only attribute values are touched.
std::string themed(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool value_begins = at > 1 && (text[at - 1] == '\'' || text[at - 1] == '"') && text[at - 2] == '=';
    const FoundColour found = value_begins ? read_colour(text, at) : FoundColour{};
    if (found.length > 0 && found.colour) {
      out += fmt::format("var(--fig-{}, {})", found.colour->name, found.colour->light);
      at += found.length;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace

std::optional<InkColour> colour_of_rgb(int red, int green, int blue) {
  const std::string wanted = fmt::format("#{:02x}{:02x}{:02x}", red & 0xFF, green & 0xFF, blue & 0xFF);
  for (const InkColour& colour : palette)
    if (colour.light == wanted) return colour;
  return std::nullopt;
}

Result<std::string> embed_svg(std::string_view svg, std::string_view prefix, std::string_view description,
                              std::string_view css_class) {
  const std::size_t begin = svg.find("<svg");
  const std::size_t end = svg.rfind("</svg>");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return Error{Reason::malformed, "gnuplot's output is not an SVG document"};
  std::string text(svg.substr(begin, end + 6 - begin));
  // Text content is escaped by gnuplot ("&lt;script"), so none of these can be a label.
  constexpr std::array unwanted{"<script", "<foreignObject", "<image", "<iframe", "<!ENTITY", "<style"};
  for (const std::string_view word : unwanted)
    if (text.find(word) != std::string::npos)
      return Error{Reason::malformed, fmt::format("gnuplot's SVG holds an unexpected {}", word.substr(1))};
  drop_elements(text, "title");
  drop_elements(text, "desc");
  text = themed(text);
  for (const char quote : {'\'', '"'}) {
    replace_all(text, fmt::format(" id={}", quote), fmt::format(" id={}{}-", quote, prefix));
    replace_all(text, fmt::format("href={}#", quote), fmt::format("href={}#{}-", quote, prefix));
  }
  replace_all(text, "url(#", fmt::format("url(#{}-", prefix));
  const std::string attributes =
      fmt::format(R"(<svg class="{}" role="img" aria-label="{}")", escape_html(css_class), escape_html(description));
  return attributes + text.substr(4);
}

}  // namespace cachebound::analysis::report
