// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/operator_entry.hpp"

namespace cachebound::operators::gemm {

OperatorEntry gemm_entry();

}  // namespace cachebound::operators::gemm
