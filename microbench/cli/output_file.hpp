// SPDX-License-Identifier: Apache-2.0
// What may be written where: a measured file is never replaced unless that was asked for, and any other file never.
#pragma once

#include <string>
#include <string_view>

#include "microbench/result.hpp"

namespace cachebound::cli {

/// The output's folder exists, or can be made, and a file can be created in it; what stands there is a document of ours
/// of the same kind, or empty (a slip of the keyboard would replace a measured machine by its operators, or a workload
/// by its results). Asked before anything is measured. `schema`: of what will be written, "cachebound.machine/1".
Status check_writable(const std::string& path, std::string_view schema);

/// Whether a file of this name would be lost: it exists, and holds something.
bool is_there(const std::string& path);

/// --resume and --overwrite.
struct IfThere {
  bool resume = false;
  bool overwrite = false;
};

/// check_writable, and: what is there already, a file or the journal of an unfinished run, was meant to be gone on with
/// or replaced. The error names the options; where another run writes it just now, that.
Status check_output(const std::string& path, std::string_view schema, const IfThere& if_there);

}  // namespace cachebound::cli
