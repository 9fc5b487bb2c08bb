// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/winograd_bound.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/conv2d/winograd_matrices.hpp"
#include "operators/element_type.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// Of each channel, over all images and pixels.
template <typename T>
std::vector<double> largest_inputs(const ConvShape& s, const T* input) {
  std::vector<double> largest(static_cast<std::size_t>(s.c));
  const Strides stride = input_strides(s);
  for (int n = 0; n < s.n; ++n) {
    for (int c = 0; c < s.c; ++c) {
      double& most = largest[static_cast<std::size_t>(c)];
      for (int y = 0; y < s.in.h; ++y) {
        const T* row = input + n * stride.n + c * stride.c + y * stride.h;
        for (int x = 0; x < s.in.w; ++x) most = std::max(most, std::abs(static_cast<double>(row[x * stride.w])));
      }
    }
  }
  return largest;
}

template <int m>
struct Bound {
  using W = Winograd<m>;
  static constexpr int a = W::points;

  static int roundings(int channels, int channel_blocks) {
    return 1 + 2 * W::input_roundings + channels + 1 + channel_blocks + 2 * W::output_roundings;
  }

  /// The largest over r and s of the sum above, of one output channel; `sums` are those over the channels.
  static double largest_sum(const double* sums) {
    double weighted[a][a];
    for (int i = 0; i < a; ++i) {
      for (int j = 0; j < a; ++j) weighted[i][j] = row_sum(i) * row_sum(j) * sums[i * a + j];
    }
    double largest = 0.0;
    for (int r = 0; r < m; ++r) {
      for (int s = 0; s < m; ++s) {
        double sum = 0.0;
        for (int i = 0; i < a; ++i) {
          for (int j = 0; j < a; ++j) sum += magnitude(W::output[r][i]) * magnitude(W::output[s][j]) * weighted[i][j];
        }
        largest = std::max(largest, sum);
      }
    }
    return largest;
  }

 private:
  static double magnitude(float value) { return std::abs(static_cast<double>(value)); }
  static double row_sum(int i) {
    double sum = 0.0;
    for (const float entry : W::input[i]) sum += magnitude(entry);
    return sum;
  }
};

template <int m, typename T>
double bound(const ConvShape& s, int channel_blocks, const T* input, const T* weights) {
  const std::vector<double> largest = largest_inputs(s, input);
  typename Wider<T>::Type transformed[largest_winograd_points * largest_winograd_points];
  double most = 0.0;
  for (int o = 0; o < s.o; ++o) {
    double sums[largest_winograd_points * largest_winograd_points] = {};
    for (int c = 0; c < s.c; ++c) {
      transform_filter(m, weights + (std::ptrdiff_t{o} * s.c + c) * 9, transformed);
      for (int place = 0; place < Bound<m>::a * Bound<m>::a; ++place) {
        sums[place] += static_cast<double>(std::abs(transformed[place])) * largest[static_cast<std::size_t>(c)];
      }
    }
    most = std::max(most, Bound<m>::largest_sum(sums));
  }
  constexpr bool is_double = sizeof(T) == sizeof(double);
  const double roundings =
      (Bound<m>::roundings(s.c, channel_blocks) + (is_double ? 1 : 0)) * ElementType<T>::unit_roundoff;
  return roundings / (1.0 - roundings) * most;
}

}  // namespace

template <typename T>
double winograd_error_bound(int outputs, const ConvShape& shape, int channel_blocks, const T* input, const T* weights) {
  return outputs == 2 ? bound<2>(shape, channel_blocks, input, weights)
                      : bound<4>(shape, channel_blocks, input, weights);
}

template double winograd_error_bound(int, const ConvShape&, int, const float*, const float*);
template double winograd_error_bound(int, const ConvShape&, int, const double*, const double*);

}  // namespace cachebound::operators::conv2d
