// SPDX-License-Identifier: Apache-2.0
// Winograd's minimal filtering F(m x m, 3 x 3) (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
// 2015): tiles of a x a inputs, a = m + 2, become as many products instead of 9 m^2. Vectors lie along the channels.
#pragma once

#include <cstddef>

namespace cachebound::operators::conv2d {

inline constexpr int largest_winograd_points = 6;

/// One form, one instruction set. Elements, not bytes; `plane` is the distance between two of the a * a places.
template <typename T>
struct WinogradKernelOf {
  int outputs = 0;  ///< m
  int points = 0;   ///< a
  int lanes = 0;
  bool has_factor = false;  ///< whether a call loads the one constant of its lines, an element
  /// Both load and store nothing but these vectors, those of a scratch in between, and arguments.
  ///
  /// a x a pixels, `row` and `pixel` apart, to a * a places: B^T d B.
  void (*input)(int vectors, const T* from, std::ptrdiff_t row, std::ptrdiff_t pixel, T* to,
                std::ptrdiff_t plane) = nullptr;
  /// a * a places to m x m pixels: A^T x A.
  void (*output)(int vectors, const T* from, std::ptrdiff_t plane, T* to, std::ptrdiff_t row,
                 std::ptrdiff_t pixel) = nullptr;
};

/// F(2 x 2) and F(4 x 4).
template <typename T>
struct WinogradKernelsOf {
  WinogradKernelOf<T> two;
  WinogradKernelOf<T> four;
};

/// What a filter of elements T is transformed in: more digits than T has.
template <typename T>
struct Wider;
template <>
struct Wider<float> {
  using Type = double;
};
template <>
struct Wider<double> {
  using Type = long double;  // 64 bits of x87's or 113 of aarch64's; 32-bit Arm has no vectors of double
};

/// G g G^T of a 3 x 3 filter: a * a values.
template <typename T>
void transform_filter(int outputs, const T* filter, typename Wider<T>::Type* to);
extern template void transform_filter(int, const float*, double*);
extern template void transform_filter(int, const double*, long double*);

}  // namespace cachebound::operators::conv2d
