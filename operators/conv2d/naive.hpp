// SPDX-License-Identifier: Apache-2.0
// The definition of the operator as its loops. It stays naive: it is the floor of every table, not a contender.
#pragma once

#include "operators/bf16.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::conv2d {

/// One load of the input and one of the weights per product that is not with padding; one store per output.
/// T: the type of the operands: float, double, Half or Bf16.
template <typename T>
void naive_conv2d(const ConvShape& shape, const T* input, const T* weights, ResultOf<T>* output);
extern template void naive_conv2d(const ConvShape&, const float*, const float*, float*);
extern template void naive_conv2d(const ConvShape&, const double*, const double*, double*);
extern template void naive_conv2d(const ConvShape&, const Half*, const Half*, Half*);
extern template void naive_conv2d(const ConvShape&, const Bf16*, const Bf16*, float*);

}  // namespace cachebound::operators::conv2d
