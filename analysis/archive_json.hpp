// SPDX-License-Identifier: Apache-2.0
// The JSON side of archive.hpp: text to fields and back, with errors that name the file, the place and what was
// expected.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/archive.hpp"
#include "microbench/result.hpp"

namespace cachebound::analysis {

/// The document as indented text, with "schema" as its first key.
std::string write_json(std::string_view schema, const std::function<void(Archive&)>& fields);

/// `source` is what errors call the document, usually its path. Refuses another schema or version by name.
Status read_json(std::string_view text, std::string_view source, std::string_view schema,
                 const std::function<void(Archive&)>& fields);

}  // namespace cachebound::analysis
