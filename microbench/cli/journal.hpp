// SPDX-License-Identifier: Apache-2.0
// What a run has gathered so far, beside its output file: written after every round, removed when the run is complete,
// read by --resume.
#pragma once

#include <string>
#include <vector>

#include "microbench/gbench/round_runner.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

struct JournalPart {
  std::string name;  ///< a core kind, or "operators"
  std::vector<RowRounds> rows;
};

struct Journal {
  std::string plan;  ///< what was asked for; a journal of another plan is refused
  std::vector<JournalPart> parts;

  /// The rows of this part, created empty if it is new.
  std::vector<RowRounds>& part(const std::string& name);
};

/// "machine.json" -> "machine.json.journal".
std::string journal_path(const std::string& output);

Result<Journal> read_journal(const std::string& path);
Status write_journal(const std::string& path, const Journal& journal);

/// With `resume`, the journal of `output` if it is of this plan (else an error that says so); without, an empty one.
Result<Journal> open_journal(const std::string& output, const std::string& plan, bool resume);

}  // namespace cachebound::cli
