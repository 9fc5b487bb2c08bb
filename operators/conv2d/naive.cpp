// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/naive.hpp"

namespace cachebound::operators::conv2d {
namespace {

template <typename T>
ResultOf<T> one_output(const ConvShape& s, const Strides& stride, const T* input, const T* weights, int y, int x) {
  using Sum = ResultOf<T>;
  Sum sum{};
  for (int c = 0; c < s.c / s.groups; ++c) {
    for (int i = 0; i < s.kernel.h; ++i) {
      const int in_y = y * s.stride.h - s.pad.h + i * s.dilation.h;
      if (in_y < 0 || in_y >= s.in.h) continue;
      for (int j = 0; j < s.kernel.w; ++j) {
        const int in_x = x * s.stride.w - s.pad.w + j * s.dilation.w;
        if (in_x < 0 || in_x >= s.in.w) continue;
        const int tap = i * s.kernel.w + j;
        sum += static_cast<Sum>(input[c * stride.c + in_y * stride.h + in_x * stride.w]) *
               static_cast<Sum>(weights[c * s.kernel.h * s.kernel.w + tap]);
      }
    }
  }
  return sum;
}

}  // namespace

template <typename T>
void naive_conv2d(const ConvShape& s, const T* input, const T* weights, ResultOf<T>* output) {
  const Pair out = output_size(s);
  const Strides from = input_strides(s);
  const Strides to = output_strides(s);
  for (int n = 0; n < s.n; ++n) {
    for (int o = 0; o < s.o; ++o) {
      const int first_channel = o / (s.o / s.groups) * (s.c / s.groups);
      for (int y = 0; y < out.h; ++y) {
        for (int x = 0; x < out.w; ++x) {
          output[n * to.n + o * to.c + y * to.h + x * to.w] =
              one_output(s, from, input + n * from.n + first_channel * from.c, weights + o * depth(s), y, x);
        }
      }
    }
  }
}

template void naive_conv2d(const ConvShape&, const float*, const float*, float*);
template void naive_conv2d(const ConvShape&, const double*, const double*, double*);
template void naive_conv2d(const ConvShape&, const Half*, const Half*, Half*);
template void naive_conv2d(const ConvShape&, const Bf16*, const Bf16*, float*);

}  // namespace cachebound::operators::conv2d
