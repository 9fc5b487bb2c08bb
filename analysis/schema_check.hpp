// SPDX-License-Identifier: Apache-2.0
// A document against the schema that is published for it, so that what a reader of ours accepts is what configs/schemas
// says, and neither can drift from the other.
//
// The part of JSON Schema (draft 7) that those files use; a keyword beyond it refuses every document, so that none is
// ever ignored. For archive_json.cpp alone: the JSON library shows here.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace cachebound::analysis {

/// What a document has that its schema forbids.
struct SchemaFault {
  std::string place;     ///< "/rows/3/threads"
  std::string expected;  ///< "a number of at least 1"
  std::string found;     ///< short enough for one line
};

/// The first fault; none where the document is valid, or where no schema is published for it (a journal).
/// `schema`: "cachebound.machine/1", whose file is schemas/machine.schema.json, compiled in.
std::optional<SchemaFault> fault_by_schema(const nlohmann::ordered_json& document, std::string_view schema);

/// What stands there, as errors show it.
std::string brief(const nlohmann::ordered_json& value);

}  // namespace cachebound::analysis
