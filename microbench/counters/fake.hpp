// SPDX-License-Identifier: Apache-2.0
// Counters with made-up values, for tests of what is done with them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "microbench/counters/counters.hpp"

namespace cachebound {

class FakeCounters final : public Counters {
 public:
  explicit FakeCounters(std::vector<CounterReading> readings) : readings_(std::move(readings)) {}

  [[nodiscard]] std::string source() const override { return "fake"; }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const CounterReading& reading : readings_) names.push_back(reading.name);
    return names;
  }
  Status start() override {
    ++starts;
    return start_failure ? start_failure : failure;
  }
  Status stop() override {
    ++stops;
    return failure;
  }
  [[nodiscard]] Result<std::vector<CounterReading>> read() const override {
    if (failure) return *failure;
    return readings_;
  }

  int starts = 0;
  int stops = 0;
  Status failure;        ///< when set, every call returns it
  Status start_failure;  ///< when set, starting returns it and all else goes on as if it had started

 private:
  std::vector<CounterReading> readings_;
};

}  // namespace cachebound
