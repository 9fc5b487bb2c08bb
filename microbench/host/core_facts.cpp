// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/core_facts.hpp"

#include <algorithm>

#include "microbench/embedded.hpp"
#include "microbench/host/cpuinfo.hpp"

namespace cachebound {

namespace {

std::optional<Figure> of_operation(const std::vector<OperationFigure>& entries, std::string_view operation, DType dtype,
                                   Isa isa) {
  for (const OperationFigure& entry : entries) {
    if (entry.operation == operation && entry.dtype == dtype && entry.isa == isa) return entry.figure;
  }
  return std::nullopt;
}

std::optional<Figure> of_isa(const std::vector<IsaFigure>& entries, Isa isa) {
  for (const IsaFigure& entry : entries) {
    if (entry.isa == isa) return entry.figure;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(FigureTag tag) {
  switch (tag) {
    case FigureTag::measured:
      return "measured";
    case FigureTag::manual:
      return "manual";
    case FigureTag::model:
      break;
  }
  return "model";
}

bool is_limit(const Figure& figure) { return figure.tag != FigureTag::model; }

std::optional<Figure> DatasheetFacts::limit(std::string_view operation, DType dtype, Isa isa) const {
  return of_operation(operations_per_cycle, operation, dtype, isa);
}

std::optional<Figure> DatasheetFacts::l1_read(Isa isa) const { return of_isa(l1_read_bytes_per_cycle, isa); }
std::optional<Figure> DatasheetFacts::l1_write(Isa isa) const { return of_isa(l1_write_bytes_per_cycle, isa); }
std::optional<Figure> DatasheetFacts::loads(Isa isa) const { return of_isa(loads_per_cycle, isa); }

std::optional<Figure> DatasheetFacts::accumulator_latency(std::string_view operation, DType dtype, Isa isa) const {
  return of_operation(accumulator_latency_cycles, operation, dtype, isa);
}

std::optional<Figure> DatasheetFacts::load_latency(Level level) const {
  for (const LevelFigure& entry : load_latency_cycles) {
    if (entry.level == level) return entry.figure;
  }
  return std::nullopt;
}

Result<CoreTable> load_core_facts(const FileSystem& files, std::string_view directory) {
  const auto names = files.list(directory);
  if (!names) return names.error();
  CoreTable table;
  for (const std::string& name : *names) {
    if (!name.ends_with(".toml")) continue;
    const std::string path = std::string(directory) + "/" + name;
    const auto text = files.read_text(path);
    if (!text) return text.error();
    auto facts = parse_core_facts(*text, path);
    if (!facts) return facts.error();
    table.push_back(std::move(facts).value());
  }
  return table;
}

Result<CoreTable> built_in_core_facts() {
  CoreTable table;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with("cores/")) continue;
    auto facts = parse_core_facts(file.text, "configs/" + std::string(file.name));
    if (!facts) return facts.error();
    table.push_back(std::move(facts).value());
  }
  return table;
}

const CoreFacts* find_core(const CoreTable& table, const CoreKind& kind) {
  const auto holds = [](const std::vector<int>& values, int value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  for (const CoreFacts& core : table) {
    if (kind.midr && core.implementer == midr_implementer(*kind.midr) && holds(core.parts, midr_part(*kind.midr))) {
      return &core;
    }
    if (kind.x86 && core.vendor == kind.x86->vendor && core.family == kind.x86->family &&
        holds(core.models, kind.x86->model)) {
      return &core;
    }
  }
  return nullptr;
}

std::optional<DatasheetFacts> datasheet_facts(const CoreTable& table, const CoreKind& kind,
                                              std::span<const Finding> findings) {
  const bool in_doubt = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.withholds_datasheet && (finding.core_kind.empty() || finding.core_kind == kind.id);
  });
  const CoreFacts* core = find_core(table, kind);
  if (in_doubt || core == nullptr) return std::nullopt;
  return core->datasheet;
}

}  // namespace cachebound
