// SPDX-License-Identifier: Apache-2.0
// The threads of an operator of our own that is divided into parts. They exist between enter() and leave() alone, and
// are no more than there are parts: a thread that has nothing to do would wait by spinning, and look as if it worked.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/thread_team.hpp"

namespace cachebound::operators {

class OwnTeam {
 public:
  /// `cpus`: the caller's first, at least as many as parts; fewer than two: the caller alone.
  OwnTeam(std::vector<int> cpus, std::size_t parts) : cpus_(std::move(cpus)), parts_(parts) {
    CACHEBOUND_ASSERT(cpus_.size() < 2 || cpus_.size() >= parts);
    if (cpus_.size() > parts) cpus_.resize(parts);
  }
  OwnTeam(const OwnTeam&) = delete;
  OwnTeam& operator=(const OwnTeam&) = delete;

  Status enter() {
    if (cpus_.size() < 2) return std::nullopt;
    auto made = ThreadTeam::on(cpus_, clock_);
    if (!made) return made.error();
    team_ = std::make_unique<ThreadTeam>(std::move(made).value());
    return std::nullopt;
  }
  void leave() { team_.reset(); }

  /// Calls work(part) for each part, on the thread of that part; returns when all are done. What any of them wrote, all
  /// see in the next call.
  template <typename Work>
  void each(Work&& work) {
    if (cpus_.size() < 2) {
      for (std::size_t part = 0; part < parts_; ++part) work(part);
      return;
    }
    CACHEBOUND_ASSERT(team_ != nullptr);
    team_->run([&work](std::size_t part, std::size_t) { work(part); }, 1);
  }

 private:
  std::vector<int> cpus_;
  std::size_t parts_;
  SteadyClock clock_;
  std::unique_ptr<ThreadTeam> team_;
};

}  // namespace cachebound::operators
