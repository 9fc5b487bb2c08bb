// SPDX-License-Identifier: Apache-2.0
// The format of configs/cores/*.toml: what is published about the core, and where.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <type_traits>
#include <utility>

#include "microbench/host/core_file_reader.hpp"

namespace cachebound {
namespace {

/// What the id of a compute probe may begin with (docs/naming.md).
constexpr std::array<std::string_view, 9> operations = {"fma", "fmlal", "mul",  "add",   "muladd",
                                                        "mla", "dot",   "mmla", "popcnt"};
constexpr std::array dtypes = {DType::f32, DType::f64, DType::f16, DType::bf16, DType::i8, DType::b1};
constexpr std::array levels = {Level::l1, Level::l2, Level::l3, Level::dram};
constexpr std::array tags = {FigureTag::measured, FigureTag::manual, FigureTag::model};

std::vector<std::string> isa_names() {
  std::vector<std::string> names;
  for (std::uint8_t i = 0;; ++i) {
    const std::string_view name = to_string(static_cast<Isa>(i));
    if (!parse_isa(name)) break;
    names.emplace_back(name);
  }
  return names;
}

template <typename Value, std::size_t N>
std::vector<std::string> names_of(const std::array<Value, N>& values) {
  std::vector<std::string> names;
  for (const Value& value : values) {
    if constexpr (std::is_same_v<Value, std::string_view>) {
      names.emplace_back(value);
    } else {
      names.emplace_back(to_string(value));
    }
  }
  return names;
}

struct Source {
  FigureTag tag = FigureTag::model;
  std::string text;
};
using Sources = std::map<std::string, Source, std::less<>>;

Sources read_sources(CoreFileReader& reader, const toml::table& root) {
  Sources sources;
  const toml::table* table = reader.table(root, "sources");
  if (table == nullptr) return sources;
  for (const auto& [name, node] : *table) {
    const toml::table* entry = reader.table(*table, name.str());
    if (entry == nullptr) continue;
    const std::string where = fmt::format("source '{}'", name.str());
    reader.only(*entry, where, {"tag", "text"});
    Source source{.text = reader.text(*entry, "text", true)};
    const std::string tag = reader.text(*entry, "tag", true);
    const auto known = std::find_if(tags.begin(), tags.end(), [&](FigureTag t) { return to_string(t) == tag; });
    if (known == tags.end()) {
      reader.fail(entry->source(), fmt::format("unknown tag '{}' in {}, the nearest known one is '{}'", tag, where,
                                               nearest(tag, names_of(tags))));
    } else {
      source.tag = *known;
    }
    sources.emplace(std::string(name.str()), std::move(source));
  }
  return sources;
}

enum class FigureKind : std::uint8_t { rate, latency };

/// {value = 8, source = "<one of [sources]>", says = "<what stands there>"}; latencies may have a `highest`.
std::optional<Figure> read_figure(CoreFileReader& reader, const Sources& sources, const toml::table& parent,
                                  const toml::key& key, FigureKind quantity) {
  const toml::table* table = reader.table(parent, key.str());
  if (table == nullptr) return std::nullopt;
  const std::string where = fmt::format("figure '{}'", key.str());
  const bool has_range = quantity == FigureKind::latency;
  if (has_range) {
    reader.only(*table, where, {"value", "highest", "source", "says"});
  } else {
    reader.only(*table, where, {"value", "source", "says"});
  }
  Figure figure;
  if (const toml::node* value = table->get("value")) {
    figure.value = reader.positive(*value, "value").value_or(0.0);
  } else {
    reader.fail(table->source(), fmt::format("expected a number 'value' in {}, it is missing", where));
  }
  if (const toml::node* highest = has_range ? table->get("highest") : nullptr) {
    figure.highest = reader.positive(*highest, "highest");
    if (figure.highest && !(*figure.highest > figure.value)) {
      reader.fail(highest->source(), "expected 'highest' to be above 'value'");
    }
  }
  const std::string name = reader.text(*table, "source", true);
  const auto source = sources.find(name);
  if (source == sources.end()) {
    std::vector<std::string> known;
    for (const auto& entry : sources) known.push_back(entry.first);
    reader.fail(table->source(), fmt::format("unknown source '{}' in {}, the nearest of [sources] is '{}'", name, where,
                                             nearest(name, known)));
    return std::nullopt;
  }
  figure.tag = source->second.tag;
  figure.source = source->second.text;
  if (const std::string says = reader.text(*table, "says", false); !says.empty()) figure.source += ": " + says;
  return figure;
}

/// "dot_i8_avx512_vnni" -> "dot", "i8_avx512_vnni".
std::pair<std::string_view, std::string_view> first_word(std::string_view id) {
  const auto end = id.find('_');
  return end == std::string_view::npos ? std::pair{id, std::string_view()}
                                       : std::pair{id.substr(0, end), id.substr(end + 1)};
}

/// What a probe's id says: <operation>_<dtype>_<isa>. The set may itself contain underscores.
std::optional<OperationFigure> parse_operation(CoreFileReader& reader, const toml::key& key) {
  const std::string_view id = key.str();
  const auto [operation, rest] = first_word(id);
  const auto [dtype, isa] = first_word(rest);
  const auto wrong = [&](std::string_view what, std::string_view part,
                         const std::vector<std::string>& known) -> std::optional<OperationFigure> {
    reader.unknown(key, fmt::format("{} '{}' in '{}', which reads <operation>_<dtype>_<isa>", what, part, id), part,
                   known);
    return {};
  };
  if (std::find(operations.begin(), operations.end(), operation) == operations.end()) {
    return wrong("operation", operation, names_of(operations));
  }
  const auto type = parse_dtype(dtype);
  if (!type) return wrong("data type", dtype, names_of(dtypes));
  const auto set = parse_isa(isa);
  if (!set) return wrong("instruction set", isa, isa_names());
  return OperationFigure{.operation = std::string(operation), .dtype = *type, .isa = *set, .figure = {}};
}

std::optional<IsaFigure> parse_set(CoreFileReader& reader, const toml::key& key) {
  const auto isa = parse_isa(key.str());
  if (isa) return IsaFigure{.isa = *isa, .figure = {}};
  reader.unknown(key, fmt::format("instruction set '{}'", key.str()), key.str(), isa_names());
  return std::nullopt;
}

std::optional<LevelFigure> parse_cache(CoreFileReader& reader, const toml::key& key) {
  const auto level = parse_level(key.str());
  if (level) return LevelFigure{.level = *level, .figure = {}};
  reader.unknown(key, fmt::format("level '{}'", key.str()), key.str(), names_of(levels));
  return std::nullopt;
}

/// [datasheet.<name>]; `parse_key` makes an entry of a key, still without its figure.
template <typename Entry>
std::vector<Entry> read_figures(CoreFileReader& reader, const Sources& sources, const toml::table& datasheet,
                                std::string_view name, FigureKind quantity,
                                std::optional<Entry> (*parse_key)(CoreFileReader&, const toml::key&)) {
  std::vector<Entry> entries;
  const toml::table* table = reader.table(datasheet, name);
  if (table == nullptr) return entries;
  for (const auto& [key, node] : *table) {
    auto entry = parse_key(reader, key);
    auto figure = read_figure(reader, sources, *table, key, quantity);
    if (!entry || !figure) continue;
    entry->figure = *std::move(figure);
    entries.push_back(*std::move(entry));
  }
  return entries;
}

}  // namespace

DatasheetFacts read_datasheet(CoreFileReader& reader, const toml::table& root) {
  const Sources sources = read_sources(reader, root);
  const toml::table* datasheet = reader.table(root, "datasheet");
  if (datasheet == nullptr) return {};
  reader.only(*datasheet, "[datasheet]",
              {"operations_per_cycle", "l1_read_bytes_per_cycle", "l1_write_bytes_per_cycle", "loads_per_cycle",
               "accumulator_latency_cycles", "load_latency_cycles"});
  const auto figures = [&](std::string_view name, FigureKind quantity, auto parse_key) {
    return read_figures(reader, sources, *datasheet, name, quantity, parse_key);
  };
  return {.operations_per_cycle = figures("operations_per_cycle", FigureKind::rate, parse_operation),
          .l1_read_bytes_per_cycle = figures("l1_read_bytes_per_cycle", FigureKind::rate, parse_set),
          .l1_write_bytes_per_cycle = figures("l1_write_bytes_per_cycle", FigureKind::rate, parse_set),
          .loads_per_cycle = figures("loads_per_cycle", FigureKind::rate, parse_set),
          .accumulator_latency_cycles = figures("accumulator_latency_cycles", FigureKind::latency, parse_operation),
          .load_latency_cycles = figures("load_latency_cycles", FigureKind::latency, parse_cache)};
}

}  // namespace cachebound
