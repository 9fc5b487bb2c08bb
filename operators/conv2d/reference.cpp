// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/row_sums.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// Outputs x of a row for which x * stride + offset is inside the input.
struct Span {
  int first = 0;
  int end = 0;
};

Span inside(int out, int in, int stride, int offset) {
  const int first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  const int last = in - 1 - offset;
  return {std::min(first, out), last < 0 ? 0 : std::min(out, last / stride + 1)};
}

/// Adds one weight's products to a row: from[x * step] for each x of the span.
template <typename T>
void add(RowSums<T>& row, Span span, const T* from, std::ptrdiff_t step, double weight) {
  for (int x = span.first; x < span.end; ++x)
    row.add(static_cast<std::size_t>(x), weight * static_cast<double>(from[x * step]));
}

/// Of each pixel and group the signed sum over the group's outputs: the convolution with the signed sum of their
/// filters.
template <typename T>
SignedSums signed_sums(const ConvShape& s, const std::vector<T>& input, const std::vector<T>& weights,
                       std::uint64_t seed) {
  SignedSums sums;
  const int outputs = s.o / s.groups;
  const int channels = s.c / s.groups;
  sums.signs = random_signs(static_cast<std::size_t>(outputs), seed);
  const Strides from = input_strides(s);
  const Strides to = output_strides(s);
  sums.stride = static_cast<std::size_t>(to.c);
  const Pair out = output_size(s);
  std::vector<double> filter(static_cast<std::size_t>(depth(s)));
  for (int g = 0; g < s.groups; ++g) {
    std::ranges::fill(filter, 0.0);
    for (int o = 0; o < outputs; ++o) {
      const T* weight = weights.data() + (std::ptrdiff_t{g} * outputs + o) * depth_stride(s);
      const double sign = sums.signs[static_cast<std::size_t>(o)];
      for (double& tap : filter) tap += sign * static_cast<double>(*weight++);
    }
    for (int n = 0; n < s.n; ++n) {
      for (int y = 0; y < out.h; ++y) {
        std::vector<double> row(static_cast<std::size_t>(out.w));
        const double* tap = filter.data();
        for (int c = 0; c < channels; ++c) {
          for (int i = 0; i < s.kernel.h; ++i) {
            const int in_y = y * s.stride.h - s.pad.h + i * s.dilation.h;
            for (int j = 0; j < s.kernel.w; ++j, ++tap) {
              if (in_y < 0 || in_y >= s.in.h) continue;
              const int offset = j * s.dilation.w - s.pad.w;
              const Span span = inside(out.w, s.in.w, s.stride.w, offset);
              const T* at = input.data() + n * from.n + (std::ptrdiff_t{g} * channels + c) * from.c + in_y * from.h +
                            offset * from.w;
              for (int x = span.first; x < span.end; ++x) {
                row[static_cast<std::size_t>(x)] += *tap * static_cast<double>(at[x * s.stride.w * from.w]);
              }
            }
          }
        }
        for (int x = 0; x < out.w; ++x) {
          sums.first.push_back(static_cast<std::size_t>(n * to.n + g * outputs * to.c + y * to.h + x * to.w));
          sums.value.push_back(row[static_cast<std::size_t>(x)]);
        }
      }
    }
  }
  return sums;
}

}  // namespace

template <typename T>
Expected reference(const ConvShape& s, std::uint64_t seed, double limit) {
  std::vector<T> input(input_elements(s));
  std::vector<T> weights(weight_elements(s));
  fill_input(std::span<T>(input), seed);
  fill_weights(std::span<T>(weights), seed);
  const Pair out = output_size(s);
  const Strides in_stride = input_strides(s);
  const Strides out_stride = output_strides(s);
  const auto k = static_cast<double>(depth(s));
  const int channels = s.c / s.groups;
  Expected expected;
  for (const std::int64_t at : sampled_rows(std::int64_t{s.n} * s.o * out.h, out.w * k, seed, limit)) {
    RowSums<T> row(static_cast<std::size_t>(out.w));
    const auto y = static_cast<int>(at % out.h);
    const auto o = static_cast<int>(at / out.h % s.o);
    const std::int64_t n = at / out.h / s.o;
    const int first_channel = o / (s.o / s.groups) * channels;
    const T* weight = weights.data() + o * depth(s);
    for (int c = 0; c < channels; ++c) {
      for (int i = 0; i < s.kernel.h; ++i) {
        const int in_y = y * s.stride.h - s.pad.h + i * s.dilation.h;
        for (int j = 0; j < s.kernel.w; ++j, ++weight) {
          if (in_y < 0 || in_y >= s.in.h) continue;
          const int offset = j * s.dilation.w - s.pad.w;
          const T* from = input.data() + n * in_stride.n + (first_channel + c) * in_stride.c + in_y * in_stride.h +
                          offset * in_stride.w;
          add(row, inside(out.w, s.in.w, s.stride.w, offset), from, s.stride.w * in_stride.w,
              static_cast<double>(*weight));
        }
      }
    }
    for (int x = 0; x < out.w; ++x) {
      const auto index = static_cast<std::size_t>(x);
      expected.index.push_back(
          static_cast<std::size_t>(n * out_stride.n + o * out_stride.c + y * out_stride.h + x * out_stride.w));
      expected.value.push_back(row.value(index));
      expected.tolerance.push_back(row.tolerance(index, k));
    }
  }
  // They cost what one output of each group does: of a depthwise convolution as much as all of it.
  const bool in_part = expected.index.size() < output_elements(s);
  const int outputs = s.o / s.groups;
  const double cost = static_cast<double>(output_elements(s)) / outputs * k;
  if (in_part && cost <= full_check_limit) expected.sums = signed_sums(s, input, weights, seed);
  return expected;
}

template Expected reference<float>(const ConvShape&, std::uint64_t, double);
template Expected reference<double>(const ConvShape&, std::uint64_t, double);
template Expected reference<Half>(const ConvShape&, std::uint64_t, double);
template Expected reference<Bf16>(const ConvShape&, std::uint64_t, double);

}  // namespace cachebound::operators::conv2d
