// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/escape.hpp"
#include "analysis/report/html_style.hpp"
#include "analysis/report/html_table.hpp"

namespace cachebound::analysis::report {
namespace {

class HtmlWriter {
 public:
  explicit HtmlWriter(const Drawings& drawings) : drawings_(drawings) {}

  void page(const Report& report) {
    out_ += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n";
    out_ += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
    out_ +=
        "<title>" + escape_html(report.title) + "</title>\n<style>\n" + style_sheet() + "</style>\n</head>\n<body>\n";
    out_ += "<header>\n<h1>" + escape_html(report.title) + "</h1>\n";
    if (!report.subtitle.empty()) out_ += "<p class=\"subtitle\">" + escape_html(report.subtitle) + "</p>\n";
    for (const Notice& banner : report.banners)
      out_ += fmt::format("<div class=\"banner\" role=\"note\"><strong>{}</strong><p>{}</p></div>\n",
                          escape_html(banner.headline), escape_html(banner.detail));
    out_ += "<nav aria-label=\"Contents\">";
    for (const Section& section : report.sections)
      out_ += fmt::format("<a href=\"#{}\">{}</a>", slug(section.id), escape_html(section.heading));
    out_ += "</nav>\n</header>\n<main>\n";
    for (const Section& section : report.sections) this->section(section, 2);
    out_ += "</main>\n<footer>" + escape_html(report.footer) + "</footer>\n</body>\n</html>\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void section(const Section& section, int depth) {
    if (section.folded) {
      out_ += fmt::format("<details class=\"fold\" id=\"{}\"><summary><strong>{}</strong><span>{}</span></summary>\n",
                          slug(section.id), escape_html(section.heading), escape_html(section.lead));
      contents(section, depth);
      out_ += "</details>\n";
      return;
    }
    const int level = std::min(depth, 6);
    out_ += fmt::format("<section id=\"{}\" aria-labelledby=\"{}-h\">\n<h{} id=\"{}-h\">{}</h{}>\n", slug(section.id),
                        slug(section.id), level, slug(section.id), escape_html(section.heading), level);
    if (!section.lead.empty()) out_ += "<p class=\"lead\">" + escape_html(section.lead) + "</p>\n";
    contents(section, depth);
    out_ += "</section>\n";
  }

  void contents(const Section& section, int depth) {
    for (const Block& block : section.blocks) std::visit([this](const auto& each) { add(each); }, block);
    for (const Section& inner : section.sections) this->section(inner, depth + 1);
  }

  void add(const Paragraph& paragraph) {
    out_ += fmt::format("<p class=\"{}\">{}</p>\n", css_class(paragraph.tone), escape_html(paragraph.text));
  }

  void add(const Notices& notices) {
    for (const Notice& notice : notices.notices) {
      out_ += fmt::format("<div class=\"notice {}\"><p><strong>{}</strong></p>", css_class(notice.tone),
                          escape_html(notice.headline));
      if (!notice.detail.empty()) out_ += "<p>" + escape_html(notice.detail) + "</p>";
      out_ += "</div>\n";
    }
  }

  void add(const Facts& facts) {
    out_ += facts.headline ? "<dl class=\"tiles\">" : "<dl class=\"facts\">";
    for (const auto& fact : facts.facts) {
      const std::string detail = fact.detail.empty() ? "" : " <small>" + escape_html(fact.detail) + "</small>";
      out_ += fmt::format("{}<dt>{}</dt><dd>{}{}</dd>{}\n", facts.headline ? "<div>" : "", escape_html(fact.name),
                          facts.headline ? fact_value(fact.value) : cell_html(fact.value, nullptr), detail,
                          facts.headline ? "</div>" : "");
    }
    out_ += "</dl>\n";
  }

  /// A headline stands alone; its interval is in the table.
  static std::string fact_value(const Cell& value) {
    const auto* number = std::get_if<Number>(&value);
    if (!number) return cell_html(value, nullptr);
    const std::string text = format_number(*number);
    const std::size_t blank = text.find(' ');
    if (blank == std::string::npos) return escape_html(text);
    return fmt::format(R"(<span class="value">{} <span class="unit">{}</span></span>)",
                       escape_html(text.substr(0, blank)), escape_html(text.substr(blank + 1)));
  }

  void add(const Commands& commands) {
    out_ += "<dl class=\"commands\">\n";
    for (const auto& command : commands.commands)
      out_ += fmt::format("<dt>{}</dt><dd><pre><code>{}</code></pre></dd>\n", escape_html(command.label),
                          escape_html(command.command));
    out_ += "</dl>\n";
  }

  void add(const Table& table) { out_ += table_html(table); }

  void add(const Figure& figure) {
    if (!is_drawn(drawings_, figure.plot.id)) {
      const std::string failure = drawing_failure(drawings_, figure.plot.id);
      if (!failure.empty()) out_ += "<div class=\"notice warning\"><p>" + escape_html(failure) + "</p></div>\n";
      out_ += table_html(figure.numbers);
      return;
    }
    const Drawing& drawing = *drawings_.find(figure.plot.id)->second;
    out_ += fmt::format("<figure id=\"figure-{}\">\n{}\n{}\n", slug(figure.plot.id), drawing.wide, drawing.narrow);
    out_ += "<figcaption>" + escape_html(figure.caption) + "</figcaption>\n</figure>\n";
    out_ += "<details class=\"numbers\"><summary>The numbers of this figure</summary>\n" + table_html(figure.numbers) +
            "</details>\n";
  }

  const Drawings& drawings_;
  std::string out_;
};

}  // namespace

std::string to_html(const Report& report, const Drawings& drawings) {
  HtmlWriter writer(drawings);
  writer.page(report);
  return writer.take();
}

}  // namespace cachebound::analysis::report
