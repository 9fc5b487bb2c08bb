// SPDX-License-Identifier: Apache-2.0
// Copies between layouts as plain functions: what a convolution does to its activations before and after it computes.
#pragma once

#include <cstddef>

namespace cachebound::operators::simd {

/// Rows of several planes (matrices) at once: what a call costs would count beside a few short rows.
template <typename T>
struct PlaneBlockOf {
  int planes = 0;
  int rows = 0;
  int count = 0;  ///< of a row
  const T* from = nullptr;
  std::ptrdiff_t from_plane = 0, from_row = 0, step = 1;
  T* to = nullptr;
  T* odd = nullptr;  ///< where the elements between go, when they are split
  std::ptrdiff_t to_plane = 0, to_row = 0;
};
using PlaneBlock = PlaneBlockOf<float>;

/// One instruction set's, of one type of element. All move each element by one load and one store of it, nothing else.
template <typename T>
struct RearrangeOf {
  /// to[row * to_stride + i] = from[row * from_stride + i * step]
  void (*copy)(int rows, int count, const T* from, std::ptrdiff_t from_stride, std::ptrdiff_t step, T* to,
               std::ptrdiff_t to_stride) = nullptr;
  /// The same for every plane of a block.
  void (*copy_planes)(const PlaneBlockOf<T>& block) = nullptr;
  /// For every row of every plane: to[i] = from[2 i], odd[i] = from[2 i + 1].
  void (*split_planes)(const PlaneBlockOf<T>& block) = nullptr;
  /// For every plane: to[column * to_row + row] = from[row * from_row + column].
  void (*transpose)(const PlaneBlockOf<T>& block) = nullptr;
};
using Rearrange = RearrangeOf<float>;

}  // namespace cachebound::operators::simd
