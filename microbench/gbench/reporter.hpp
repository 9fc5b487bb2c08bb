// SPDX-License-Identifier: Apache-2.0
// Turns Google Benchmark's runs into our blocks, and, where asked for, writes its own JSON beside them.
#pragma once

#include <benchmark/benchmark.h>

#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "microbench/sampling.hpp"

namespace cachebound {

/// Block <-> counters: the only channel through which a measurement leaves a benchmark body.
void publish(const Block& block, benchmark::UserCounters& counters);
Block block_from(const benchmark::UserCounters& counters);

/// "read_avx2/ws:24KiB/iterations:1/manual_time" -> "read_avx2/ws:24KiB": Google Benchmark 1.7.1 appends how it ran.
std::string strip_run_suffixes(std::string name);

class RoundReporter final : public benchmark::BenchmarkReporter {
 public:
  using OnBlock = std::function<void(const std::string& id, const Block&)>;
  using OnError = std::function<void(const std::string& id, const std::string& message)>;
  /// `json_out` may be empty; otherwise all rounds are written to it in Google Benchmark's own format.
  RoundReporter(OnBlock on_block, OnError on_error, const std::string& json_out);
  ~RoundReporter() override;

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& report) override;
  /// After the last round: closes the JSON.
  void finish();

 private:
  OnBlock on_block_;
  OnError on_error_;
  std::ofstream file_;
  std::unique_ptr<benchmark::JSONReporter> json_;
  bool context_written_ = false;
};

}  // namespace cachebound
