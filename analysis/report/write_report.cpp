// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/write_report.hpp"

#include <string>
#include <system_error>

#include "analysis/report/csv_writer.hpp"
#include "analysis/report/escape.hpp"
#include "analysis/report/gnuplot_script.hpp"
#include "analysis/report/html_writer.hpp"
#include "analysis/report/markdown_writer.hpp"
#include "analysis/report/staged_files.hpp"
#include "analysis/report/svg_embed.hpp"
#include "analysis/report/text_writer.hpp"

namespace cachebound::analysis::report {
namespace {

namespace fs = std::filesystem;

std::vector<const Figure*> figures_of(const std::vector<Section>& sections) {
  std::vector<const Figure*> found;
  for (const Section& section : sections) {
    for (const Block& block : section.blocks)
      if (const auto* figure = std::get_if<Figure>(&block)) found.push_back(figure);
    for (const Figure* inner : figures_of(section.sections)) found.push_back(inner);
  }
  return found;
}

/// Scripts and data first, since gnuplot reads them where they are staged.
Status write_scripts(StagedFiles& files, const Plot& plot) {
  const std::string stem = slug(plot.id);
  if (auto failed = files.write("figures/" + stem + ".dat", plot_data(plot))) return failed;
  if (auto failed = files.write("figures/" + stem + ".gp", gnuplot_script(plot, wide_canvas, stem + ".dat")))
    return failed;
  return files.write("figures/" + stem + "-narrow.gp", gnuplot_script(plot, narrow_canvas, stem + ".dat"));
}

Result<Drawing> draw(const Figure& figure, const fs::path& folder, const DrawScript& draw_script) {
  const std::string stem = slug(figure.plot.id);
  const auto wide = draw_script(folder, stem + ".gp");
  if (!wide) return wide.error();
  const auto narrow = draw_script(folder, stem + "-narrow.gp");
  if (!narrow) return narrow.error();
  auto wide_embedded = embed_svg(*wide, stem, figure.description, "wide");
  if (!wide_embedded) return wide_embedded.error();
  auto narrow_embedded = embed_svg(*narrow, stem + "-narrow", figure.description, "narrow");
  if (!narrow_embedded) return narrow_embedded.error();
  return Drawing{*wide, *wide_embedded, *narrow_embedded};
}

}  // namespace

Result<WrittenReport> write_report(const fs::path& directory, const Report& report, const WriteOptions& options) {
  auto staged = StagedFiles::create(directory);
  if (!staged) return staged.error();
  StagedFiles& files = staged.value();

  WrittenReport written;
  std::vector<fs::path> stale;
  for (const Figure* figure : figures_of(report.sections)) {
    if (auto failed = write_scripts(files, figure->plot)) return *failed;
    auto drawing = draw(*figure, files.folder() / "figures", options.draw);
    const fs::path svg = "figures/" + slug(figure->plot.id) + ".svg";
    if (drawing) {
      if (auto failed = files.write(svg, drawing->document)) return *failed;
    } else {
      stale.push_back(directory / svg);
    }
    written.drawings.emplace(figure->plot.id, std::move(drawing));
  }
  for (const CsvFile& csv : csv_files(report))
    if (auto failed = files.write("tables/" + csv.name, csv.content)) return *failed;
  if (auto failed = files.write("report.md", to_markdown(report, written.drawings))) return *failed;
  if (auto failed = files.write("report.txt", to_text(report, written.drawings, {.unfold = true}))) return *failed;
  // Last, so that who finds a new index.html finds all that it was made with.
  if (auto failed = files.write("index.html", to_html(report, written.drawings))) return *failed;
  auto placed = files.commit();
  if (!placed) return placed.error();
  // A picture of an earlier report must not pass for one of this.
  std::error_code ignored;
  for (const fs::path& picture : stale) fs::remove(picture, ignored);
  written.files = *placed;
  written.index = directory / "index.html";
  return written;
}

}  // namespace cachebound::analysis::report
