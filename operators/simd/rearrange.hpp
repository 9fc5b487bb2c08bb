// SPDX-License-Identifier: Apache-2.0
// Copies between layouts as plain functions: what a convolution does to its activations before and after it computes.
#pragma once

#include <cstddef>

namespace cachebound::operators::simd {

/// One instruction set's. All move each element by one load and one store of it: 4 bytes each way, nothing else.
struct Rearrange {
  /// to[row * to_stride + i] = from[row * from_stride + i * step]
  void (*copy)(int rows, int count, const float* from, std::ptrdiff_t from_stride, std::ptrdiff_t step, float* to,
               std::ptrdiff_t to_stride) = nullptr;
  /// even[row * to_stride + i] = from[row * from_stride + 2 i], and odd the elements between them
  void (*split)(int rows, int count, const float* from, std::ptrdiff_t from_stride, float* even, float* odd,
                std::ptrdiff_t to_stride) = nullptr;
  /// to[column * to_stride + row] = from[row * from_stride + column]
  void (*transpose)(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
                    std::ptrdiff_t to_stride) = nullptr;
};

}  // namespace cachebound::operators::simd
