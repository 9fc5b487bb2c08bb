// SPDX-License-Identifier: Apache-2.0
// Winograd's minimal filtering F(m x m, 3 x 3) (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
// 2015): tiles of a x a inputs, a = m + 2, become as many products instead of 9 m^2. Vectors lie along the channels.
#pragma once

#include <cstddef>

namespace cachebound::operators::conv2d {

inline constexpr int largest_winograd_points = 6;

/// One form, one instruction set. Elements, not bytes; `plane` is the distance between two of the a * a places.
struct WinogradKernel {
  int outputs = 0;  ///< m
  int points = 0;   ///< a
  int lanes = 0;
  bool has_factor = false;  ///< whether a call loads the one constant of its lines, 4 bytes
  /// Both load and store nothing but these vectors, those of a scratch in between, and arguments.
  ///
  /// a x a pixels, `row` and `pixel` apart, to a * a places: B^T d B.
  void (*input)(int vectors, const float* from, std::ptrdiff_t row, std::ptrdiff_t pixel, float* to,
                std::ptrdiff_t plane) = nullptr;
  /// a * a places to m x m pixels: A^T x A.
  void (*output)(int vectors, const float* from, std::ptrdiff_t plane, float* to, std::ptrdiff_t row,
                 std::ptrdiff_t pixel) = nullptr;
};

/// F(2 x 2) and F(4 x 4).
struct WinogradKernels {
  WinogradKernel two;
  WinogradKernel four;
};

/// G g G^T of a 3 x 3 filter, in double: a * a values.
void transform_filter(int outputs, const float* filter, double* to);

}  // namespace cachebound::operators::conv2d
