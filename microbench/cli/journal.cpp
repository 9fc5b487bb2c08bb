// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/journal.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "analysis/archive.hpp"
#include "analysis/archive_json.hpp"
#include "analysis/fields.hpp"
#include "analysis/json_file.hpp"

namespace cachebound {

// Found by argument-dependent lookup from Archive's templates, hence in the namespace of Block.
void visit(analysis::Archive& archive, Trouble& trouble) {
  archive.object();
  for (const TroubleField& member : trouble_fields)
    analysis::lenient_field(archive, member.name, trouble.*member.member);
  for (const auto& [key, hertz] :
       {std::pair{"clock_low", trouble.clock_low}, std::pair{"clock_high", trouble.clock_high},
        std::pair{"claimed_hertz", trouble.claimed_hertz}}) {
    if (!archive.reading() || !archive.has(key) || !archive.descend(key)) continue;
    analysis::expect_clock(archive, hertz);
    archive.ascend();
  }
}

void visit(analysis::Archive& archive, Block& block) {
  using analysis::field;
  archive.object();
  analysis::amount_field(archive, "seconds_per_iteration", block.seconds_per_iteration);
  analysis::amount_field(archive, "steps_per_iteration", block.steps_per_iteration);
  analysis::amount_field(archive, "steps_per_second", block.steps_per_second);
  field(archive, "samples", block.samples);
  // What counts has a time: a rate of none would be infinite. An iteration is a few instructions, or a whole operator.
  const bool none = block.samples == 0;
  const auto within = [](double value, double least, double most) { return value >= least && value <= most; };
  analysis::expect(archive, "seconds_per_iteration", none || within(block.seconds_per_iteration, 1e-13, 1e6),
                   "a time from 1e-13 to 1e6 s");
  analysis::expect(archive, "steps_per_iteration", none || within(block.steps_per_iteration, 1e-6, 1e18),
                   "a number of steps from 1e-6 to 1e18");
  analysis::expect(archive, "steps_per_second", none || within(block.steps_per_second, 1.0, 1e13),
                   "a rate from 1 to 1e13 steps per second");
  field(archive, "dropped", block.dropped);
  field(archive, "lost_pairs", block.lost_pairs);
  field(archive, "dropped_descheduled", block.dropped_descheduled);
  field(archive, "dropped_migrated", block.dropped_migrated);
  field(archive, "dropped_clock", block.dropped_clock);
  analysis::lenient_field(archive, "thread_balance", block.balance);
  analysis::lenient_field(archive, "ascending", block.ascending);
  analysis::lenient_field(archive, "beside_bytes_per_second", block.beside_bytes_per_second);
  // Strict: without it a round that was disturbed would count as a quiet one.
  field(archive, "trouble", block.trouble);
  analysis::lenient_field(archive, "counters", block.counted.values);
  analysis::lenient_field(archive, "counter_notes", block.counted.notes);
}

void visit(analysis::Archive& archive, RowRounds& row) {
  archive.object();
  analysis::field(archive, "id", row.id);
  analysis::field(archive, "blocks", row.blocks);
}

}  // namespace cachebound

namespace cachebound::cli {
namespace {

constexpr const char* schema = "cachebound.journal/1";

}  // namespace

void visit(analysis::Archive& archive, JournalPart& part) {
  archive.object();
  analysis::field(archive, "name", part.name);
  analysis::field(archive, "rows", part.rows);
  if (archive.reading() || !part.weights.empty()) analysis::lenient_field(archive, "weights", part.weights);
}

JournalPart& Journal::entry(const std::string& name) {
  for (JournalPart& candidate : parts) {
    if (candidate.name == name) return candidate;
  }
  parts.push_back({.name = name, .rows = {}});
  return parts.back();
}

std::string journal_path(const std::string& output) { return output + ".journal"; }

Status write_journal(const std::string& path, const Journal& journal) {
  Journal copy = journal;  // an archive's fields are read and written through the same references
  return analysis::write_file(path, analysis::write_json(schema, [&](analysis::Archive& archive) {
                                analysis::field(archive, "plan", copy.plan);
                                analysis::field(archive, "parts", copy.parts);
                              }));
}

Result<Journal> read_journal(const std::string& path) {
  const auto text = analysis::read_file(path);
  if (!text) return text.error();
  Journal journal;
  const Status refused = analysis::read_json(*text, path, schema, [&](analysis::Archive& archive) {
    analysis::field(archive, "plan", journal.plan);
    analysis::field(archive, "parts", journal.parts);
  });
  if (refused) return *refused;
  return journal;
}

Error nothing_measured(const std::string& output, const std::string& journal) {
  std::error_code unreadable;
  if (!output.empty() && std::filesystem::is_regular_file(journal, unreadable)) {
    return {Reason::interrupted, fmt::format("interrupted before a row had all it needs; {} is as it was, and --resume "
                                             "goes on from {}",
                                             output, journal)};
  }
  return {Reason::interrupted, output.empty()
                                   ? "interrupted before anything was measured"
                                   : fmt::format("interrupted before anything was measured; {} is as it was", output)};
}

std::string how_to_go_on(const std::string& output) {
  if (output.empty()) return "interrupted; give -o FILE to be able to go on with --resume";
  if (!std::filesystem::exists(journal_path(output)))
    return fmt::format("interrupted; what was measured is in {}, and no journal to go on from", output);
  return fmt::format("interrupted; what was measured is in {}; go on with --resume", output);
}

Result<Journal> open_journal(const std::string& output, const std::string& plan, bool resume) {
  Journal journal;
  std::shared_ptr<OutputLock> lock;
  if (!output.empty()) {
    auto taken = OutputLock::on(output);
    if (!taken) return taken.error();
    lock = std::make_shared<OutputLock>(std::move(taken).value());
  }
  if (resume) {
    if (!std::filesystem::exists(journal_path(output))) {
      return Error{Reason::malformed,
                   fmt::format("{} was not begun: there is no {} to go on from; run without --resume", output,
                               journal_path(output))};
    }
    auto saved = read_journal(journal_path(output));
    if (!saved) return saved.error();
    if (saved->plan != plan) {
      return Error{Reason::malformed, fmt::format("{}: was written by another plan ({}), this one is ({}); --overwrite "
                                                  "begins anew",
                                                  journal_path(output), saved->plan, plan)};
    }
    journal = std::move(saved).value();
  }
  journal.plan = plan;
  journal.lock = std::move(lock);
  return journal;
}

}  // namespace cachebound::cli
