// SPDX-License-Identifier: Apache-2.0
// What a run has gathered so far, beside its output file: written after every round, removed when the run is complete,
// read by --resume.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "microbench/cli/output_lock.hpp"
#include "microbench/gbench/round_runner.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

struct JournalPart {
  std::string name;  ///< a core kind, "operators", or a row of all kinds together with its probes
  std::vector<RowRounds> rows;
  std::vector<std::size_t> weights = {};  ///< of the threads of a row of all kinds together
};

struct Journal {
  std::string plan;  ///< what was asked for; a journal of another plan is refused
  std::vector<JournalPart> parts;
  std::shared_ptr<OutputLock> lock = {};  ///< of an open journal: nobody else writes to this output meanwhile

  /// Created empty if it is new.
  JournalPart& entry(const std::string& name);
  /// The rows of this part.
  std::vector<RowRounds>& part(const std::string& name) { return entry(name).rows; }
};

/// "machine.json" -> "machine.json.journal".
std::string journal_path(const std::string& output);

Result<Journal> read_journal(const std::string& path);
Status write_journal(const std::string& path, const Journal& journal);

/// For whoever interrupted a run before it had measured a row: nothing was written to `output`; whether to its journal is
/// looked up, and said.
Error nothing_measured(const std::string& output, const std::string& journal);

/// One line for whoever interrupted a run that writes to `output`; empty: to no file.
std::string how_to_go_on(const std::string& output);

/// With `resume`, the journal of `output` if it is of this plan (else an error that says so); without, an empty one:
/// the first round will replace the journal of an earlier run. Error too: another process writes to `output`.
Result<Journal> open_journal(const std::string& output, const std::string& plan, bool resume);

}  // namespace cachebound::cli
