// SPDX-License-Identifier: Apache-2.0
// The definition of the operator as its loops: one sum for each output. It stays naive: it is the floor of every table,
// not a contender.
//
// Over a copy of the image with its padding, so that no product needs a question; and the taps of a window by one table of
// their offsets, so that one loop sums them: seven loops have more steps and bounds than there are registers, and what a
// compiler keeps on the stack is traffic that no closed form knows.
#pragma once

#include <cstdint>
#include <vector>

#include "microbench/result.hpp"
#include "operators/bf16.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/float_buffer.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::conv2d {

/// Per call: each element of the input loaded and stored once; per output for each of its C/G KH KW products an element of
/// the input, one of the weights and an offset of 4 bytes; a store. T: of the operands, float, double, Half or Bf16.
template <typename T>
class NaiveConvolution {
 public:
  static Result<NaiveConvolution> make(const ConvShape& shape, int colour);
  void run(const T* input, const T* weights, ResultOf<T>* output);

 private:
  NaiveConvolution(const ConvShape& shape, Buffer<T> padded);
  ConvShape shape_;
  Buffer<T> padded_;                   ///< one image
  std::vector<std::int32_t> offsets_;  ///< of a window's elements, in the order of its weights
  Strides strides_;                    ///< of the padded image
};

/// Once, with a copy of its own.
template <typename T>
void naive_conv2d(const ConvShape& shape, const T* input, const T* weights, ResultOf<T>* output);
extern template class NaiveConvolution<float>;
extern template class NaiveConvolution<double>;
extern template class NaiveConvolution<Half>;
extern template class NaiveConvolution<Bf16>;
extern template void naive_conv2d(const ConvShape&, const float*, const float*, float*);
extern template void naive_conv2d(const ConvShape&, const double*, const double*, double*);
extern template void naive_conv2d(const ConvShape&, const Half*, const Half*, Half*);
extern template void naive_conv2d(const ConvShape&, const Bf16*, const Bf16*, float*);

}  // namespace cachebound::operators::conv2d
