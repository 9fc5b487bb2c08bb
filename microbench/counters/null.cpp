// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "microbench/counters/counters.hpp"

namespace cachebound {
namespace {

class NullCounters final : public Counters {
 public:
  explicit NullCounters(Error why) : why_(std::move(why)) {}
  [[nodiscard]] std::string source() const override { return "none"; }
  [[nodiscard]] std::vector<std::string> names() const override { return {}; }
  Status start() override { return why_; }
  Status stop() override { return why_; }
  [[nodiscard]] Result<std::vector<CounterReading>> read() const override { return why_; }

 private:
  Error why_;
};

}  // namespace

CountersPtr make_null_counters(Error why) { return std::make_unique<NullCounters>(std::move(why)); }

}  // namespace cachebound
