// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/markdown_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/escape.hpp"

namespace cachebound::analysis::report {
namespace {

std::string cell_markdown(const Table& table, std::size_t row, std::size_t column) {
  const Cell& cell = table.rows[row][column];
  if (const auto* code = std::get_if<Code>(&cell)) return markdown_code(code->text);
  const std::string text = escape_markdown(cell_text(table, row, column));
  return std::holds_alternative<Absent>(cell) ? "*" + text + "*" : text;
}

class MarkdownWriter {
 public:
  explicit MarkdownWriter(const Drawings& drawings) : drawings_(drawings) {}

  void section(const Section& section, int depth) {
    out_ += fmt::format("\n{} {}\n", std::string(static_cast<std::size_t>(std::min(6, depth)), '#'),
                        escape_markdown(section.heading));
    if (!section.lead.empty()) out_ += "\n" + escape_markdown(section.lead) + "\n";
    for (const Block& block : section.blocks) {
      out_ += '\n';
      std::visit([this](const auto& each) { add(each); }, block);
    }
    for (const Section& inner : section.sections) this->section(inner, depth + 1);
  }

  void notice(const Notice& notice) {
    out_ += fmt::format("> **{}**{}{}\n", escape_markdown(notice.headline), notice.detail.empty() ? "" : " ",
                        escape_markdown(notice.detail));
  }

  std::string out_;  // NOLINT(misc-non-private-member-variables-in-classes): the text being written

 private:
  void add(const Paragraph& paragraph) { out_ += escape_markdown(paragraph.text) + "\n"; }
  void add(const Notices& notices) {
    for (std::size_t i = 0; i < notices.notices.size(); ++i) {
      if (i > 0) out_ += ">\n";
      notice(notices.notices[i]);
    }
  }
  void add(const Facts& facts) {
    for (const auto& fact : facts.facts) {
      const auto* code = std::get_if<Code>(&fact.value);
      out_ += fmt::format("- **{}**: {}{}\n", escape_markdown(fact.name),
                          code ? markdown_code(code->text) : escape_markdown(cell_text(fact.value)),
                          fact.detail.empty() ? "" : " (" + escape_markdown(fact.detail) + ")");
    }
  }
  void add(const Commands& commands) {
    for (const auto& command : commands.commands)
      out_ += fmt::format("- {}: {}\n", escape_markdown(command.label), markdown_code(command.command));
  }
  void add(const Table& table) {
    if (!table.caption.empty()) out_ += escape_markdown(table.caption) + "\n\n";
    std::string head = "|";
    std::string rule = "|";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (is_graphic(table, i)) continue;
      head += " " + escape_markdown(column_heading(table, i)) + " |";
      rule += table.columns[i].align == Align::right ? " --: |" : " :-- |";
    }
    out_ += head + "\n" + rule + "\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      out_ += '|';
      for (std::size_t i = 0; i < table.columns.size() && i < table.rows[row].size(); ++i)
        if (!is_graphic(table, i)) out_ += " " + cell_markdown(table, row, i) + " |";
      out_ += '\n';
    }
    if (!table.note.empty()) out_ += "\n" + escape_markdown(table.note) + "\n";
  }
  void add(const Figure& figure) {
    if (is_drawn(drawings_, figure.plot.id)) {
      out_ += fmt::format("![{}](figures/{}.svg)\n\n", escape_markdown(figure.description), slug(figure.plot.id));
      out_ += "*" + escape_markdown(figure.caption) + "*\n";
      return;
    }
    if (const std::string failure = drawing_failure(drawings_, figure.plot.id); !failure.empty())
      out_ += escape_markdown(failure) + "\n\n";
    add(figure.numbers);
  }
  const Drawings& drawings_;
};

}  // namespace

std::string to_markdown(const Report& report, const Drawings& drawings) {
  MarkdownWriter writer(drawings);
  writer.out_ = "# " + escape_markdown(report.title) + "\n";
  if (!report.subtitle.empty()) writer.out_ += "\n" + escape_markdown(report.subtitle) + "\n";
  for (const Notice& banner : report.banners) {
    writer.out_ += '\n';
    writer.notice(banner);
  }
  for (const Section& section : report.sections) writer.section(section, 2);
  if (!report.footer.empty()) writer.out_ += "\n---\n\n" + escape_markdown(report.footer) + "\n";
  return std::move(writer.out_);
}

}  // namespace cachebound::analysis::report
