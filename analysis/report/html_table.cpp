// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "analysis/report/escape.hpp"
#include "analysis/report/palette.hpp"

namespace cachebound::analysis::report {
namespace {

// A table of so few columns is readable on a phone as it is.
constexpr std::size_t columns_without_cards = 3;

std::string bar_html(const Bar& bar) {
  std::string pieces;
  std::string words;
  for (const Segment& segment : bar.segments) {
    const double from = std::clamp(std::min(segment.from, segment.to), 0.0, 1.0);
    const double to = std::clamp(std::max(segment.from, segment.to), 0.0, 1.0);
    pieces += fmt::format(R"html(<i style="left:{:.3f}%;width:{:.3f}%;background:var(--fig-{})" title="{}"></i>)html",
                          100 * from, 100 * (to - from), colour_of(segment.ink).name, escape_html(segment.label));
    words += (words.empty() ? "" : ", ") + segment.label;
  }
  return fmt::format(R"(<span class="bar" role="img" aria-label="{}">{}</span>)", escape_html(words), pieces);
}

std::string number_html(const Number& number, const Scale* shared_scale) {
  const Scale scale = shared_scale ? *shared_scale : scale_for(number.unit, number.value);
  const std::string text = shared_scale ? format_value(number.value, number.unit, scale) : format_number(number);
  const std::string interval = format_interval(number, scale);
  if (interval.empty()) return escape_html(text);
  return fmt::format(R"(<span>{} <span class="iv">{}</span></span>)", escape_html(text), escape_html(interval));
}

/// Ids may break after their separators, and a percent sign stays with its number.
std::string breakable(const std::string& escaped) {
  std::string out;
  for (std::size_t at = 0; at < escaped.size(); ++at) {
    if (escaped.compare(at, 2, " %") == 0) {
      out += "&#160;";
      continue;
    }
    out += escaped[at];
    if (escaped[at] == '/') out += "<wbr/>";
  }
  return out;
}

}  // namespace

std::string_view css_class(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "plain";
    case Tone::good:
      return "good";
    case Tone::warning:
      return "warning";
    case Tone::bad:
      return "bad";
    case Tone::muted:
      return "muted";
  }
  return "plain";
}

std::string cell_html(const Cell& cell, const Scale* shared_scale) {
  if (const auto* number = std::get_if<Number>(&cell)) return number_html(*number, shared_scale);
  if (const auto* code = std::get_if<Code>(&cell)) return "<code>" + breakable(escape_html(code->text)) + "</code>";
  if (const auto* absent = std::get_if<Absent>(&cell))
    return R"(<span class="absent">)" + escape_html(absent->why) + "</span>";
  if (const auto* bar = std::get_if<Bar>(&cell)) return bar_html(*bar);
  const Text& text = std::get<Text>(cell);
  if (text.tone == Tone::plain) return "<span>" + breakable(escape_html(text.text)) + "</span>";
  // A short word is a mark; a sentence in a pill would be a shout.
  const bool mark = text.tone != Tone::muted && text.text.size() <= 24;
  return fmt::format(R"(<span class="{}{}">{}</span>)", mark ? "badge " : "", css_class(text.tone),
                     breakable(escape_html(text.text)));
}

std::string table_html(const Table& table) {
  const bool cards = table.columns.size() > columns_without_cards;
  std::string out = fmt::format("<div class=\"tablewrap\"><table{} role=\"table\">", cards ? " class=\"cards\"" : "");
  if (!table.caption.empty()) out += "<caption>" + escape_html(table.caption) + "</caption>";
  out += "<thead><tr role=\"row\">";
  std::vector<std::string> headings;
  std::vector<std::optional<Scale>> scales;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    headings.push_back(escape_html(column_heading(table, i)));
    scales.push_back(table.columns[i].unit ? std::optional(column_scale(table, i)) : std::nullopt);
    out += fmt::format(R"(<th scope="col" role="columnheader"{}>{}</th>)",
                       table.columns[i].align == Align::right ? " class=\"r\"" : "", headings.back());
  }
  out += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr role=\"row\">";
    for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
      const std::string content = cell_html(row[i], scales[i] ? &*scales[i] : nullptr);
      const std::string_view align = table.columns[i].align == Align::right ? " class=\"r\"" : "";
      out += i == 0 ? fmt::format(R"(<th scope="row" role="rowheader"{}>{}</th>)", align, content)
                    : fmt::format(R"(<td role="cell" data-label="{}"{}>{}</td>)", headings[i], align, content);
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (!table.note.empty()) out += "<p class=\"note\">" + escape_html(table.note) + "</p>\n";
  return out;
}

}  // namespace cachebound::analysis::report
