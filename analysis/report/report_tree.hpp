// SPDX-License-Identifier: Apache-2.0
// A report before it has a format: headings, paragraphs, tables and figures as plain values.
//
// The builder decides what is said; the writers (text, Markdown, CSV, HTML) only walk this tree and compute nothing, so
// every format says the same. Strings are raw here, whatever they contain: each writer escapes for its own format.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/report/plot.hpp"
#include "analysis/report/unit.hpp"

namespace cachebound::analysis::report {

/// How a statement should strike the reader; never the only carrier of a meaning.
enum class Tone { plain, good, warning, bad, muted };

struct Text {
  std::string text;
  Tone tone = Tone::plain;
};
struct Code {  ///< a command or an id, set in a fixed-width face
  std::string text;
};
/// There is no value; `why` is printed in its place ("not measured"). Never a zero, never an empty cell.
struct Absent {
  std::string why;
};
/// A piece of a bar, as fractions of the bar's full length.
struct Segment {
  double from = 0.0;
  double to = 0.0;
  Ink ink = Ink::series1;
  std::string label;
};
struct Bar {
  std::vector<Segment> segments;
};
using Cell = std::variant<Text, Code, Number, Absent, Bar>;

enum class Align { left, right };

struct Column {
  std::string heading;
  Align align = Align::left;
  /// Set: all numbers of the column share one scale, named in the heading. Unset: each number prints its own unit.
  std::optional<Unit> unit;
  bool graphic_only = false;  ///< a column of bars that repeats what others say; only HTML shows it
};

struct Table {
  std::string id;  ///< file name stem of the CSV
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::string note;
  /// Tables that share an id are parts of one CSV file, told apart by this: the operator that a waterfall is of.
  std::string subject;
};

struct Paragraph {
  std::string text;
  Tone tone = Tone::plain;
};
/// A statement that stands out: a banner, a contradiction, a warning.
struct Notice {
  Tone tone = Tone::warning;
  std::string headline;
  std::string detail;
};
struct Notices {
  std::vector<Notice> notices;
};
/// Name and value, one per line: a machine in a few facts.
struct Facts {
  struct Fact {
    std::string name;
    Cell value;
    std::string detail;
  };
  std::vector<Fact> facts;
  bool headline = false;  ///< the figures that a reader should take away; HTML sets them large
};
struct Commands {
  struct Command {
    std::string label;
    std::string command;
  };
  std::vector<Command> commands;
};
struct Figure {
  std::string caption;
  std::string description;  ///< for those who cannot see it
  Plot plot;
  Table numbers;  ///< what the figure shows; takes its place where it could not be drawn
};
using Block = std::variant<Paragraph, Table, Notices, Facts, Commands, Figure>;

struct Section {
  std::string id;
  std::string heading;
  std::string lead;  ///< one line that stands beside the heading of a folded section
  bool folded = false;
  std::vector<Block> blocks;
  std::vector<Section> sections;
};

struct Report {
  std::string title;
  std::string subtitle;
  std::vector<Notice> banners;  ///< what must be read before any number
  std::vector<Section> sections;
  std::string footer;
};

/// A column that shows only bars, which formats without pictures leave out.
bool is_graphic(const Table& table, std::size_t column);
/// The scale that a column's heading names: that of its largest number.
Scale column_scale(const Table& table, std::size_t column);
/// "time (ms)", or the plain heading of a column without a shared unit.
std::string column_heading(const Table& table, std::size_t column);

}  // namespace cachebound::analysis::report
