// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/executed.hpp"

#include <utility>

#include "analysis/archive.hpp"
#include "analysis/archive_json.hpp"

namespace cachebound::analysis {

// Beside their types, where the templates of archive.hpp find them.
void visit(Archive& archive, FormCount& count) {
  archive.object();
  field(archive, "form", count.form);
  field(archive, "executed", count.executed);
  field(archive, "read_bytes", count.read_bytes);
  field(archive, "write_bytes", count.write_bytes);
}

void visit(Archive& archive, LineCount& count) {
  archive.object();
  field(archive, "refills", count.refills);
  field(archive, "write_backs", count.write_backs);
}

void visit(Archive& archive, ExecutedWindow& window) {
  archive.object();
  field(archive, "instructions", window.instructions);
  field(archive, "read_bytes", window.read_bytes);
  field(archive, "write_bytes", window.write_bytes);
  field(archive, "forms", window.forms);
  field(archive, "caches", window.caches);
}

void visit(Archive& archive, Executed& executed) {
  field(archive, "target", executed.target);
  field(archive, "threads", executed.threads);
  field(archive, "marks", executed.marks);
  field(archive, "windows", executed.windows);
}

Result<Executed> parse_executed(std::string_view json, std::string_view source) {
  Executed executed;
  Status failed = read_json(json, source, memcount_schema, [&](Archive& archive) { visit(archive, executed); });
  if (failed) return *std::move(failed);
  return executed;
}

}  // namespace cachebound::analysis
