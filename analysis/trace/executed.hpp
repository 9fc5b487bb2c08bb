// SPDX-License-Identifier: Apache-2.0
// What the counting plugin of the emulator wrote (microbench/trace/plugin): windows between marks, as counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view memcount_schema = "cachebound.memcount/1";

/// One form of instruction: mnemonic, kinds of registers, "[]" for an address.
struct FormCount {
  std::string form;
  std::int64_t executed = 0;
  std::int64_t read_bytes = 0;
  std::int64_t write_bytes = 0;

  friend bool operator==(const FormCount&, const FormCount&) = default;
};

/// Lines that entered a cache from outside, and changed ones that left it outward.
struct LineCount {
  std::int64_t refills = 0;
  std::int64_t write_backs = 0;

  friend bool operator==(const LineCount&, const LineCount&) = default;
};

struct ExecutedWindow {
  std::int64_t instructions = 0;
  std::int64_t read_bytes = 0;
  std::int64_t write_bytes = 0;
  std::vector<FormCount> forms;   ///< those that touched memory
  std::vector<LineCount> caches;  ///< of the caches that the plugin was given, from the inside out
};

struct Executed {
  std::string target;  ///< of the emulator: "x86_64", "aarch64", "arm"
  int threads = 0;     ///< that the program ever had; with more than one, counts are lower bounds
  int marks = 0;
  std::vector<ExecutedWindow> windows;
};

Result<Executed> parse_executed(std::string_view json, std::string_view source);

}  // namespace cachebound::analysis
