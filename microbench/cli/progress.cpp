// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace cachebound::cli {
namespace {

constexpr Seconds plain_line_interval{5.0};

}  // namespace

double seconds_left(const RoundProgress& at, double round_seconds, double finished_seconds) {
  if (at.rows_done == 0) return 0.0;
  const double whole_round = round_seconds * static_cast<double>(at.rows) / static_cast<double>(at.rows_done);
  const int finished = at.round - 1;
  const double pace = finished > 0 ? finished_seconds / finished : whole_round;
  return whole_round - round_seconds + pace * (at.rounds_planned - at.round);
}

Progress::Progress(Clock& clock, std::string phase, bool quiet)
    : clock_(clock),
      phase_(std::move(phase)),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(clock.now()),
      round_start_(start_),
      last_row_(start_),
      printed_(start_) {}

Progress::~Progress() {
  if (!quiet_ && terminal_) std::fputs("\r\033[K", stderr);
}

void Progress::update(const RoundProgress& at) {
  const Seconds now = clock_.now();
  if (at.round != round_) {
    if (round_ > 0) round_start_ = last_row_;
    round_ = at.round;
  }
  const double left = seconds_left(at, (now - round_start_).value, (round_start_ - start_).value);
  const std::string line = fmt::format("{}: round {}/{}, row {}/{}, {:.0f} s left  {}", phase_, at.round,
                                       at.rounds_planned, at.rows_done, at.rows, left, at.row);
  if (!quiet_ && terminal_) {
    std::fprintf(stderr, "\r\033[K%.110s", line.c_str());
  } else if (!quiet_ && (now - printed_ > plain_line_interval)) {
    std::fprintf(stderr, "%s\n", line.c_str());
    printed_ = now;
  }
  last_row_ = now;
}

void say(bool quiet, const std::string& line) {
  if (!quiet) std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace cachebound::cli
