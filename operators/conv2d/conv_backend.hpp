// SPDX-License-Identifier: Apache-2.0
// One row of the table of backends: what is listed, and how a case of it is prepared.
#pragma once

#include <functional>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::conv2d {

template <typename T>
using PrepareOf = std::function<PreparedResult(ConvOperandsOf<T>, const TargetCore&)>;

/// Those are called whose type the backend lists, and none where it is unavailable.
struct ConvBackend {
  Backend backend;
  PrepareOf<float> prepare{};
  PrepareOf<double> prepare_f64{};
  PrepareOf<Half> prepare_f16{};
  PrepareOf<Bf16> prepare_bf16{};
};

}  // namespace cachebound::operators::conv2d
