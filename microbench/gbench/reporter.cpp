// SPDX-License-Identifier: Apache-2.0
#include "microbench/gbench/reporter.hpp"

#include <array>

namespace cachebound {
namespace {

double counter(const benchmark::UserCounters& counters, const char* name) {
  const auto found = counters.find(name);
  return found == counters.end() ? 0.0 : found->second.value;
}

int count(const benchmark::UserCounters& counters, const char* name) {
  return static_cast<int>(counter(counters, name));
}

}  // namespace

void publish(const Block& block, benchmark::UserCounters& counters) {
  counters["seconds_per_iteration"] = block.seconds_per_iteration;
  counters["steps_per_iteration"] = block.steps_per_iteration;
  counters["steps_per_second"] = block.steps_per_second;
  counters["samples"] = block.samples;
  counters["dropped"] = block.dropped;
  counters["lost_pairs"] = block.lost_pairs;
  counters["dropped_descheduled"] = block.dropped_descheduled;
  counters["dropped_migrated"] = block.dropped_migrated;
  counters["dropped_clock"] = block.dropped_clock;
  counters["thread_balance"] = block.balance;
  counters["ascending"] = block.ascending;
  counters["beside_bytes_per_second"] = block.beside_bytes_per_second;
  for (const TroubleField& field : trouble_fields) counters[field.name] = block.trouble.*field.member;
}

Block block_from(const benchmark::UserCounters& counters) {
  Trouble trouble;
  for (const TroubleField& field : trouble_fields) trouble.*field.member = counter(counters, field.name);
  return {.seconds_per_iteration = counter(counters, "seconds_per_iteration"),
          .steps_per_iteration = counter(counters, "steps_per_iteration"),
          .steps_per_second = counter(counters, "steps_per_second"),
          .samples = count(counters, "samples"),
          .dropped = count(counters, "dropped"),
          .lost_pairs = count(counters, "lost_pairs"),
          .dropped_descheduled = count(counters, "dropped_descheduled"),
          .dropped_migrated = count(counters, "dropped_migrated"),
          .dropped_clock = count(counters, "dropped_clock"),
          .balance = counter(counters, "thread_balance"),
          .ascending = counter(counters, "ascending"),
          .beside_bytes_per_second = counter(counters, "beside_bytes_per_second"),
          .trouble = trouble};
}

std::string strip_run_suffixes(std::string name) {
  // Its "/threads:" is not among them: we never ask it for threads, and a row of a team has that in its own id.
  constexpr std::array<const char*, 6> suffixes{
      "/iterations:", "/repeats:", "/min_time:", "/process_time", "/real_time", "/manual_time"};
  for (const char* suffix : suffixes) {
    const auto at = name.find(suffix);
    if (at != std::string::npos) name.erase(at);
  }
  return name;
}

RoundReporter::RoundReporter(OnBlock on_block, OnError on_error, const std::string& json_out)
    : on_block_(std::move(on_block)), on_error_(std::move(on_error)) {
  if (json_out.empty()) return;
  file_.open(json_out);
  json_ = std::make_unique<benchmark::JSONReporter>();
  json_->SetOutputStream(&file_);
  json_->SetErrorStream(&file_);
}

RoundReporter::~RoundReporter() = default;

bool RoundReporter::ReportContext(const Context& context) {
  if (json_ && !context_written_) {
    context_written_ = true;
    return json_->ReportContext(context);
  }
  return true;
}

void RoundReporter::ReportRuns(const std::vector<Run>& report) {
  for (const Run& run : report) {
    if (run.run_type != Run::RT_Iteration) continue;  // means and deviations of repetitions are not ours
    const std::string id = strip_run_suffixes(run.benchmark_name());
    if (run.error_occurred) {
      on_error_(id, run.error_message);
    } else {
      on_block_(id, block_from(run.counters));
    }
  }
  if (json_) json_->ReportRuns(report);
}

void RoundReporter::finish() {
  if (json_ && context_written_) json_->Finalize();
  file_.close();
}

}  // namespace cachebound
