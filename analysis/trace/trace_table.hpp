// SPDX-License-Identifier: Apache-2.0
// What one call of each operator executed, counted in an emulator; what trace.json holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view trace_schema = "cachebound.trace/1";

/// Lines of one cache in one call.
struct LevelLines {
  Level level = Level::l1;
  double refills = 0.0;
  double write_backs = 0.0;

  friend bool operator==(const LevelLines&, const LevelLines&) = default;
};

/// One form of instruction in one call.
struct ExecutedForm {
  std::string form;
  double executed = 0.0;
  Bytes read{};
  Bytes written{};

  friend bool operator==(const ExecutedForm&, const ExecutedForm&) = default;
};

/// What one call did. Traffic is `traced`: at L1 what instructions asked for, beyond it lines of the modelled caches.
struct TracedCall {
  double instructions = 0.0;
  std::vector<Traffic> traffic;
  std::vector<AccessCount> loads;
  std::vector<AccessCount> stores;
  std::vector<LevelLines> lines;
  std::vector<ExecutedForm> forms;  ///< those that touched memory, most bytes first

  friend bool operator==(const TracedCall&, const TracedCall&) = default;
};

struct TraceRow {
  OperatorCase op;  ///< without traffic and loads: those are the call's
  std::string implementation;
  bool verified = false;
  double max_error = 0.0;
  TracedCall call;
  std::string repro;
  std::optional<Error> error;  ///< set: nothing was counted
};

struct Emulator {
  std::string program;  ///< "qemu-aarch64"
  std::string version;
  std::string target;  ///< "x86_64", "aarch64", "arm"
  std::string core;    ///< which core it shows the program: "cortex-a53", "max"
};

struct TraceTable {
  std::string created;  ///< ISO 8601, UTC; stamped by the caller
  Emulator emulator;
  std::vector<Cache> caches;  ///< as modelled, from the inside out; empty: no refills were counted
  Plan plan;
  std::vector<TraceRow> rows;
};

std::string to_json(TraceTable table);
Result<TraceTable> parse_trace(std::string_view json, std::string_view source);
Result<TraceTable> load_trace(const std::string& path);
Status save(const std::string& path, const TraceTable& table);

}  // namespace cachebound::analysis
