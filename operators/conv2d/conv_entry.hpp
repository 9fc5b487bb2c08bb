// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/operator_entry.hpp"

namespace cachebound::operators::conv2d {

OperatorEntry conv_entry();

}  // namespace cachebound::operators::conv2d
