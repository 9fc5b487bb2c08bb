// SPDX-License-Identifier: Apache-2.0
// The field descriptions of trace.json (archive.hpp says what a description is).
#include <utility>

#include "analysis/archive_json.hpp"
#include "analysis/fields.hpp"
#include "analysis/json_file.hpp"
#include "analysis/trace/trace_table.hpp"

namespace cachebound::analysis {

// Beside their types, where the templates of archive.hpp find them.
void visit(Archive& archive, LevelLines& lines) {
  archive.object();
  field(archive, "level", lines.level);
  amount_field(archive, "refills", lines.refills);
  amount_field(archive, "write_backs", lines.write_backs);
}

void visit(Archive& archive, ExecutedForm& form) {
  archive.object();
  field(archive, "form", form.form);
  amount_field(archive, "executed", form.executed);
  field(archive, "read_bytes", form.read);
  field(archive, "write_bytes", form.written);
}

void visit(Archive& archive, Emulator& emulator) {
  archive.object();
  field(archive, "program", emulator.program);
  field(archive, "version", emulator.version);
  field(archive, "target", emulator.target);
  field(archive, "core", emulator.core);
}

void visit(Archive& archive, TraceRow& row) {
  archive.object();
  OperatorCase op = row.op;
  op.traffic = row.call.traffic;
  op.loads = row.call.loads;
  visit_case_fields(archive, op);
  lenient_field(archive, "implementation", row.implementation);
  lenient_field(archive, "repro", row.repro);
  if (archive.reading()) {
    row.call.traffic = std::exchange(op.traffic, {});
    row.call.loads = std::exchange(op.loads, {});
    row.op = std::move(op);
  }
  field(archive, "error", row.error);
  if (row.error) return;
  field(archive, "verified", row.verified);
  lenient_field(archive, "max_error", row.max_error);
  amount_field(archive, "instructions", row.call.instructions);
  field(archive, "stores", row.call.stores);
  field(archive, "lines", row.call.lines);
  field(archive, "forms", row.call.forms);
}

void visit(Archive& archive, TraceTable& table) {
  lenient_field(archive, "created", table.created);
  field(archive, "emulator", table.emulator);
  field(archive, "caches", table.caches);
  lenient_field(archive, "plan", table.plan);
  field(archive, "rows", table.rows);
}

std::string to_json(TraceTable table) {
  return write_json(trace_schema, [&](Archive& archive) { visit(archive, table); });
}

Result<TraceTable> parse_trace(std::string_view json, std::string_view source) {
  TraceTable table;
  Status failed = read_json(json, source, trace_schema, [&](Archive& archive) { visit(archive, table); });
  if (failed) return *std::move(failed);
  return table;
}

Result<TraceTable> load_trace(const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse_trace(*text, path);
}

Status save(const std::string& path, const TraceTable& table) { return write_file(path, to_json(table)); }

}  // namespace cachebound::analysis
