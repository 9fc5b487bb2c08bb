// SPDX-License-Identifier: Apache-2.0
// The format of configs/cores/*.toml: who the core is. Its figures: core_datasheet_parse.cpp.
#include "microbench/host/core_facts.hpp"
#include "microbench/host/core_file_reader.hpp"

namespace cachebound {
namespace {

std::vector<Bytes> kibibyte_list(const std::vector<int>& sizes) {
  std::vector<Bytes> bytes;
  for (const int size : sizes) bytes.push_back(kibibytes(size));
  return bytes;
}

void read_match(CoreFileReader& reader, const toml::table& root, CoreFacts& facts) {
  const toml::table* match = reader.table(root, "match");
  if (match == nullptr) {
    reader.fail(root.source(), "expected a table [match] that says which MIDR or CPUID this is");
    return;
  }
  reader.only(*match, "[match]", {"implementer", "parts", "vendor", "family", "models"});
  facts.implementer = reader.integer(*match, "implementer");
  facts.parts = reader.integers(*match, "parts");
  facts.vendor = reader.text(*match, "vendor", false);
  facts.family = reader.integer(*match, "family");
  facts.models = reader.integers(*match, "models");
  const bool by_midr = facts.implementer && !facts.parts.empty();
  const bool by_cpuid = !facts.vendor.empty() && facts.family && !facts.models.empty();
  if (by_midr == by_cpuid) {
    reader.fail(match->source(), "expected either implementer and parts, or vendor, family and models");
  }
}

}  // namespace

Result<CoreFacts> parse_core_facts(std::string_view text, std::string_view file) {
  CoreFileReader reader(file);
  CoreFacts facts;
  facts.file = std::string(file);
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    reader.fail(error.source(), std::string(error.description()));
    return *reader.mistake();
  }
  reader.only(root, "the file", {"id", "name", "match", "expect", "sources", "datasheet"});
  facts.id = reader.text(root, "id", true);
  facts.name = reader.text(root, "name", true);
  read_match(reader, root, facts);
  if (const toml::table* expect = reader.table(root, "expect")) {
    reader.only(*expect, "[expect]", {"present", "absent", "l1d_kib", "l2_kib"});
    facts.expect = {.present = reader.texts(*expect, "present"),
                    .absent = reader.texts(*expect, "absent"),
                    .l1d_sizes = kibibyte_list(reader.integers(*expect, "l1d_kib")),
                    .l2_sizes = kibibyte_list(reader.integers(*expect, "l2_kib"))};
  }
  facts.datasheet = read_datasheet(reader, root);
  if (reader.mistake()) return *reader.mistake();
  return facts;
}

}  // namespace cachebound
