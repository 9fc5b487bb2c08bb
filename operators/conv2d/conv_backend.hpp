// SPDX-License-Identifier: Apache-2.0
// One row of the table of backends: what is listed, and how a case of it is prepared.
#pragma once

#include <functional>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

struct ConvBackend {
  Backend backend;
  /// Of the two, those are called whose type the backend lists, and none where it is unavailable.
  std::function<PreparedResult(ConvOperands, const TargetCore&)> prepare{};
  std::function<PreparedResult(ConvOperandsOf<double>, const TargetCore&)> prepare_f64{};
};

}  // namespace cachebound::operators::conv2d
