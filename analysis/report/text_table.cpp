// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/escape.hpp"

namespace cachebound::analysis::report {
namespace {

constexpr int gap = 2;
constexpr int bar_width = 20;
constexpr int narrowest_words = 10;
constexpr std::string_view separators = "/_,-";
constexpr const char* hard_blank = "\xC2\xA0";

struct TextColumn {
  std::size_t source = 0;
  std::string heading;
  Align align = Align::left;
  bool shrinks = true;
  int narrowest = narrowest_words;  ///< numbers and intervals are not torn
  int width = 0;
};

std::string repeat(char c, int count) {
  std::string text(static_cast<std::size_t>(std::max(0, count)), c);
  return text;
}

std::string bar_text(const Bar& bar) {
  std::string out = repeat(' ', bar_width);
  for (const Segment& segment : bar.segments) {
    const double from = std::clamp(std::min(segment.from, segment.to), 0.0, 1.0);
    const double to = std::clamp(std::max(segment.from, segment.to), 0.0, 1.0);
    const int begin = std::min(bar_width - 1, static_cast<int>(std::lround(from * bar_width)));
    const int end = std::max(begin + (to > from ? 1 : 0), static_cast<int>(std::lround(to * bar_width)));
    for (int i = begin; i < std::min(end, bar_width); ++i) out[static_cast<std::size_t>(i)] = '#';
  }
  return out;
}

std::string words(const Table& table, std::size_t row, std::size_t column) {
  if (column >= table.rows[row].size()) return {};
  if (const auto* bar = std::get_if<Bar>(&table.rows[row][column])) return bar_text(*bar);
  std::string text = printable(cell_text(table, row, column));
  // The blank inside an interval does not break; add_line() turns it into a plain one again.
  if (std::holds_alternative<Number>(table.rows[row][column]))
    for (std::size_t at = text.find(", "); at != std::string::npos; at = text.find(", ", at))
      text.replace(at, 2, std::string(",") + hard_blank);
  return text;
}

Tone tone_of(const Cell& cell) {
  if (const auto* text = std::get_if<Text>(&cell)) return text->tone;
  return std::holds_alternative<Absent>(cell) ? Tone::muted : Tone::plain;
}

/// The longest piece of an id that wrap() can leave whole.
int longest_piece(std::string_view id) {
  int longest = 0;
  while (!id.empty()) {
    const std::size_t end = std::min(id.size(), id.find_first_of(separators) + 1);
    const std::string_view piece = end == 0 ? id : id.substr(0, end);
    longest = std::max(longest, display_width(piece));
    id.remove_prefix(piece.size());
  }
  return longest;
}

std::vector<TextColumn> natural_columns(const Table& table) {
  std::vector<TextColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].graphic_only) continue;
    TextColumn column{i, printable(column_heading(table, i)), table.columns[i].align};
    column.width = display_width(column.heading);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (i < table.rows[row].size() && std::holds_alternative<Bar>(table.rows[row][i])) column.shrinks = false;
      const std::string text = words(table, row, i);
      column.width = std::max(column.width, display_width(text));
      if (i < table.rows[row].size() && std::holds_alternative<Number>(table.rows[row][i]))
        column.narrowest =
            std::max(column.narrowest, display_width(std::string_view(text).substr(text.rfind(' ') + 1)));
      // An id is found again, and searched for, by its pieces; a command has blanks to break at.
      if (i < table.rows[row].size() && std::holds_alternative<Code>(table.rows[row][i]) && text.find(' ') == text.npos)
        column.narrowest = std::max(column.narrowest, longest_piece(text));
    }
    columns.push_back(column);
  }
  return columns;
}

int total_width(const std::vector<TextColumn>& columns) {
  return std::accumulate(columns.begin(), columns.end(), -gap,
                         [](int sum, const TextColumn& c) { return sum + c.width + gap; });
}

/// Takes from the widest shrinking column, one character at a time. False: it cannot fit.
bool shrink(std::vector<TextColumn>& columns, int width) {
  while (total_width(columns) > width) {
    TextColumn* widest = nullptr;
    for (TextColumn& column : columns)
      if (column.shrinks && column.width > column.narrowest && (!widest || column.width > widest->width))
        widest = &column;
    if (!widest) return false;
    --widest->width;
  }
  return true;
}

std::string padded(const std::string& text, const TextColumn& column) {
  const std::string pad = repeat(' ', column.width - display_width(text));
  return column.align == Align::right ? pad + text : text + pad;
}

void add_line(std::string& out, std::string line) {
  for (std::size_t at = line.find(hard_blank); at != std::string::npos; at = line.find(hard_blank, at))
    line.replace(at, 2, " ");
  while (!line.empty() && line.back() == ' ') line.pop_back();
  out += line + '\n';
}

/// `paint` colours a padded piece, so that colour never counts as width.
template <typename Words, typename Paint>
void add_row(std::string& out, const std::vector<TextColumn>& columns, const Words& words_of, const Paint& paint) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (const TextColumn& column : columns) {
    lines.push_back(column.shrinks ? wrap(words_of(column), column.width) : std::vector<std::string>{words_of(column)});
    height = std::max(height, lines.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += repeat(' ', gap);
      text += paint(columns[i], padded(line < lines[i].size() ? lines[i][line] : std::string(), columns[i]));
    }
    add_line(out, text);
  }
}

std::string records(const Table& table, int width, const TextStyle& style) {
  std::string out;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t i = 0; i < table.rows[row].size() && i < table.columns.size(); ++i) {
      if (table.columns[i].graphic_only || std::holds_alternative<Bar>(table.rows[row][i])) continue;
      const std::vector<std::string> lines = wrap(words(table, row, i), width - 22);
      const std::string name = i == 0 ? std::string() : printable(column_heading(table, i)) + ": ";
      for (std::size_t line = 0; line < lines.size(); ++line) {
        const std::string lead = i == 0 ? std::string() : repeat(' ', std::max(0, 22 - display_width(name))) + name;
        const std::string start = line == 0 ? lead : repeat(' ', std::max(22, display_width(lead)));
        add_line(out, start + style.paint(lines[line], tone_of(table.rows[row][i])));
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace

std::string TextStyle::paint(const std::string& text, Tone tone) const {
  if (!colour || tone == Tone::plain) return text;
  const char* code = tone == Tone::good      ? "\033[32m"
                     : tone == Tone::warning ? "\033[33m"
                     : tone == Tone::bad     ? "\033[31m"
                                             : "\033[2m";
  return code + text + "\033[0m";
}

std::string TextStyle::strong(const std::string& text) const { return colour ? "\033[1m" + text + "\033[0m" : text; }

std::vector<std::string> wrap(const std::string& text, int width) {
  std::vector<std::string> lines;
  std::string_view rest = text;
  const std::size_t most = static_cast<std::size_t>(std::max(1, width));
  while (display_width(rest) > width) {
    // `hard` is the byte after the last code point that fits.
    std::size_t hard = 0;
    for (std::size_t points = 0; hard < rest.size();) {
      std::size_t next = hard + 1;
      while (next < rest.size() && (static_cast<unsigned char>(rest[next]) & 0xC0) == 0x80) ++next;
      if (++points > most) break;
      hard = next;
    }
    std::size_t cut = rest.substr(0, hard + 1).rfind(' ');
    // A percent sign stays with its number.
    if (cut != std::string_view::npos && cut > 0 && rest.substr(cut, 2) == " %") cut = rest.rfind(' ', cut - 1);
    if (cut == std::string_view::npos || cut == 0) {
      const std::size_t soft = rest.substr(0, hard).find_last_of(separators);
      cut = soft == std::string_view::npos ? hard : soft + 1;
    }
    lines.emplace_back(rest.substr(0, cut));
    rest.remove_prefix(cut);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
  if (!rest.empty() || lines.empty()) lines.emplace_back(rest);
  return lines;
}

std::string table_text(const Table& table, int width, const TextStyle& style) {
  std::vector<TextColumn> columns = natural_columns(table);
  if (columns.empty()) return {};
  if (!shrink(columns, width)) return records(table, width, style);
  std::string out;
  add_row(
      out, columns, [](const TextColumn& c) { return c.heading; },
      [&style](const TextColumn&, const std::string& text) { return style.strong(text); });
  std::string rule;
  for (std::size_t i = 0; i < columns.size(); ++i)
    rule += (i > 0 ? repeat(' ', gap) : "") + repeat('-', columns[i].width);
  add_line(out, rule);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    add_row(
        out, columns, [&](const TextColumn& c) { return words(table, row, c.source); },
        [&](const TextColumn& c, const std::string& text) {
          return c.source < table.rows[row].size() ? style.paint(text, tone_of(table.rows[row][c.source])) : text;
        });
  }
  return out;
}

}  // namespace cachebound::analysis::report
