// SPDX-License-Identifier: Apache-2.0
// Copies between layouts as plain functions: what a convolution does to its activations before and after it computes.
#pragma once

#include <cstddef>

namespace cachebound::operators::simd {

/// One instruction set's. All move each element by one load and one store of it: 4 bytes each way, nothing else.
struct Rearrange {
  /// to[i] = from[i * step]
  void (*copy)(int count, const float* from, std::ptrdiff_t step, float* to) = nullptr;
  /// even[i] = from[2 i], odd[i] = from[2 i + 1]
  void (*split)(int count, const float* from, float* even, float* odd) = nullptr;
  /// to[column * to_stride + row] = from[row * from_stride + column]
  void (*transpose)(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
                    std::ptrdiff_t to_stride) = nullptr;
};

}  // namespace cachebound::operators::simd
