// SPDX-License-Identifier: Apache-2.0
#include "analysis/documents.hpp"

#include <utility>

#include "analysis/archive_json.hpp"
#include "analysis/fields.hpp"
#include "analysis/json_file.hpp"
#include "analysis/operator_fields.hpp"

namespace cachebound::analysis {

namespace {

void visit(Archive& archive, MachineModel& model) {
  lenient_field(archive, "created", model.created);
  lenient_field(archive, "host", model.host);
  lenient_field(archive, "conditions", model.conditions);
  field(archive, "core_kinds", model.core_kinds);
  if (archive.reading() || !model.together.empty()) lenient_field(archive, "together", model.together);
  lenient_field(archive, "findings", model.findings);
  lenient_field(archive, "plan", model.plan);
  lenient_field(archive, "completed", model.completed);
}

template <typename Document>
std::string write(std::string_view schema, Document& document) {
  return write_json(schema, [&](Archive& archive) { visit(archive, document); });
}

template <typename Document>
Result<Document> parse(std::string_view json, std::string_view source, std::string_view schema) {
  Document document;
  if (Status failed = read_json(json, source, schema, [&](Archive& archive) { visit(archive, document); }))
    return *std::move(failed);
  return document;
}

template <typename Document>
Result<Document> load(const std::string& path, std::string_view schema) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse<Document>(*text, path, schema);
}

}  // namespace

std::string to_json(MachineModel model) { return write(machine_schema, model); }
std::string to_json(OperatorTable table) { return write(operators_schema, table); }
std::string to_json(PredictionTable table) { return write(predictions_schema, table); }

Result<MachineModel> parse_machine(std::string_view json, std::string_view source) {
  return parse<MachineModel>(json, source, machine_schema);
}
Result<OperatorTable> parse_operators(std::string_view json, std::string_view source) {
  return parse<OperatorTable>(json, source, operators_schema);
}
Result<PredictionTable> parse_predictions(std::string_view json, std::string_view source) {
  return parse<PredictionTable>(json, source, predictions_schema);
}

Result<MachineModel> load_machine(const std::string& path) { return load<MachineModel>(path, machine_schema); }
Result<OperatorTable> load_operators(const std::string& path) { return load<OperatorTable>(path, operators_schema); }
Result<PredictionTable> load_predictions(const std::string& path) {
  return load<PredictionTable>(path, predictions_schema);
}

Status save(const std::string& path, const MachineModel& model) { return write_file(path, to_json(model)); }
Status save(const std::string& path, const OperatorTable& table) { return write_file(path, to_json(table)); }
Status save(const std::string& path, const PredictionTable& table) { return write_file(path, to_json(table)); }

}  // namespace cachebound::analysis
