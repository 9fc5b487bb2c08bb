// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/text_writer.hpp"

#include <algorithm>
#include <cstddef>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/escape.hpp"
#include "analysis/report/text_table.hpp"

namespace cachebound::analysis::report {
namespace {

class TextWriter {
 public:
  TextWriter(const Drawings& drawings, const TextOptions& options)
      : drawings_(drawings), options_(options), style_{options.colour} {}

  void heading(const std::string& text, char rule) {
    const std::string clean = printable(text);
    if (!out_.empty()) out_ += '\n';
    for (const std::string& line : wrap(clean, options_.width)) out_ += style_.strong(line) + '\n';
    const int length = std::min(options_.width, display_width(clean));
    if (rule != '\0') out_ += std::string(static_cast<std::size_t>(length), rule) + '\n';
  }

  void prose(const std::string& text, Tone tone = Tone::plain, const std::string& indent = {}) {
    for (const std::string& line : wrap(printable(text), options_.width - display_width(indent)))
      out_ += indent + style_.paint(line, tone) + '\n';
  }

  void notice(const Notice& notice) {
    prose(notice.headline, notice.tone, "! ");
    if (!notice.detail.empty()) prose(notice.detail, Tone::plain, "  ");
  }

  void section(const Section& section, int depth, bool unfold) {
    heading(section.heading, depth == 0 ? '=' : depth == 1 ? '-' : '\0');
    const bool hidden = section.folded && !unfold && depth > 0;
    const std::string lead = hidden ? section.lead + (section.lead.empty() ? "in" : "; in") + " the report's files and with "
                                                      "--format markdown"
                                    : section.lead;
    if (!lead.empty()) prose(lead, Tone::plain, depth == 0 ? "" : "  ");
    if (hidden) return;
    for (std::size_t i = 0; i < section.blocks.size(); ++i) {
      if (i > 0 || !section.lead.empty()) out_ += '\n';
      std::visit([this](const auto& block) { add(block); }, section.blocks[i]);
    }
    for (const Section& inner : section.sections) this->section(inner, depth + 1, unfold);
  }

  std::string take() { return std::move(out_); }

 private:
  void add(const Paragraph& paragraph) { prose(paragraph.text, paragraph.tone); }
  void add(const Notices& notices) {
    for (const Notice& each : notices.notices) notice(each);
  }
  void add(const Table& table) {
    if (!table.caption.empty()) prose(table.caption, Tone::muted);
    out_ += table_text(table, options_.width, style_);
    if (!table.note.empty()) prose(table.note, Tone::muted);
  }
  void add(const Facts& facts) {
    int widest = 0;
    for (const auto& fact : facts.facts) widest = std::max(widest, display_width(fact.name));
    widest = std::min(widest, options_.width / 3);
    for (const auto& fact : facts.facts) {
      const std::string name = printable(fact.name);
      const std::string detail = fact.detail.empty() ? std::string() : " (" + printable(fact.detail) + ")";
      const auto lines = wrap(printable(cell_text(fact.value)) + detail, options_.width - widest - 2);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string lead = i == 0 ? name : std::string();
        out_ += lead + std::string(static_cast<std::size_t>(std::max(1, widest + 2 - display_width(lead))), ' ') +
                lines[i] + '\n';
      }
    }
  }
  /// Commands are never wrapped: a person copies them.
  void add(const Commands& commands) {
    for (const auto& command : commands.commands) {
      prose(command.label);
      out_ += "  " + printable(command.command) + '\n';
    }
  }
  void add(const Figure& figure) {
    if (is_drawn(drawings_, figure.plot.id)) {
      prose(figure.caption, Tone::muted);
      prose("figures/" + slug(figure.plot.id) + ".svg", Tone::plain, "  ");
      return;
    }
    if (const std::string failure = drawing_failure(drawings_, figure.plot.id); !failure.empty())
      prose(failure, Tone::warning);
    add(figure.numbers);
  }

  const Drawings& drawings_;
  TextOptions options_;
  TextStyle style_;
  std::string out_;
};

}  // namespace

std::string to_text(const Report& report, const Drawings& drawings, const TextOptions& options) {
  TextWriter writer(drawings, options);
  writer.heading(report.title, '\0');
  if (!report.subtitle.empty()) writer.prose(report.subtitle, Tone::muted);
  for (const Notice& banner : report.banners) writer.notice(banner);
  for (const Section& section : report.sections) writer.section(section, 0, options.unfold);
  std::string out = writer.take();
  if (!report.footer.empty()) out += '\n' + printable(report.footer) + '\n';
  return out;
}

std::string to_text(const Section& section, const Drawings& drawings, const TextOptions& options) {
  TextWriter writer(drawings, options);
  writer.section(section, 0, true);
  return writer.take();
}

}  // namespace cachebound::analysis::report
