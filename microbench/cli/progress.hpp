// SPDX-License-Identifier: Apache-2.0
// Talk on stderr: one line that is rewritten on a terminal, a plain line now and then elsewhere.
#pragma once

#include <string>

#include "microbench/clock.hpp"
#include "microbench/gbench/round_runner.hpp"

namespace cachebound::cli {

class Progress {
 public:
  Progress(Clock& clock, std::string phase, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(const RoundProgress& at);

 private:
  Clock& clock_;
  std::string phase_;
  bool quiet_;
  bool terminal_;
  Seconds start_;
  Seconds round_start_;
  Seconds last_row_;  ///< when the row before this one ended
  Seconds printed_;
  int round_ = 0;
};

/// Pure: seconds left of the planned rounds, from the pace of the rows of this round and of the finished rounds.
double seconds_left(const RoundProgress& at, double round_seconds, double finished_seconds);

/// One line to stderr, unless quiet.
void say(bool quiet, const std::string& line);

}  // namespace cachebound::cli
