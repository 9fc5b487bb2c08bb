// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/operator.hpp"

namespace cachebound::operators {

/// A stretch of calls. Where it was refused, nothing may be run.
class Entered {
 public:
  explicit Entered(Prepared& prepared) : prepared_(prepared), refused_(prepared.enter()) {}
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
  ~Entered() { prepared_.leave(); }

  [[nodiscard]] const Status& refused() const { return refused_; }

 private:
  Prepared& prepared_;
  Status refused_;
};

}  // namespace cachebound::operators
