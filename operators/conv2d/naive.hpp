// SPDX-License-Identifier: Apache-2.0
// The definition of the operator as its loops. It stays naive: it is the floor of every table, not a contender.
#pragma once

#include "operators/conv2d/conv_shape.hpp"

namespace cachebound::operators::conv2d {

/// One load of the input and one of the weights per product that is not with padding; one store per output.
void naive_conv2d(const ConvShape& shape, const float* input, const float* weights, float* output);

}  // namespace cachebound::operators::conv2d
