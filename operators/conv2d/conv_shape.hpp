// SPDX-License-Identifier: Apache-2.0
// The problem: out[n, o, y, x] = sum over c, i, j of in[n, g C/G + c, y s - p + i d, x s - p + j d] * w[o, c, i, j],
// where g is the group of output channel o and what lies outside the input is zero. f32, without bias or activation.
//
// Written n<N>c<C>h<H>w<W>_o<O>k<K>s<S>p<P>[d<D>][g<G>][_nhwc]: K, S, P and D are <both> or <vertical>x<horizontal>;
// dilation and groups of 1 and the layout NCHW are not written. Weights are [O][C/G][KH][KW] in either layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "microbench/measurement.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound::operators::conv2d {

/// Vertical and horizontal.
struct Pair {
  int h = 1;
  int w = 1;

  friend bool operator==(const Pair&, const Pair&) = default;
};

enum class Layout { nchw, nhwc };  ///< of input and output

struct ConvShape {
  int n = 1;
  int c = 1;
  Pair in;
  int o = 1;
  Pair kernel;
  Pair stride;
  Pair pad{0, 0};
  Pair dilation;
  int groups = 1;
  Layout layout = Layout::nchw;

  friend bool operator==(const ConvShape&, const ConvShape&) = default;
};

inline constexpr std::string_view conv_grammar =
    "n<batch>c<channels>h<height>w<width>_o<outputs>k<kernel>s<stride>p<padding>[d<dilation>][g<groups>][_nhwc]";
inline constexpr int largest_dimension = 1 << 20;
inline constexpr int largest_step = 1 << 12;  ///< of kernel, stride, padding and dilation

/// parse and to_string are inverse. The error says in one line what was expected.
Result<ConvShape> parse_conv_shape(std::string_view text);
std::string to_string(const ConvShape& shape);

Pair output_size(const ConvShape& shape);
/// Products that each output is the sum of: C/G * KH * KW.
std::int64_t depth(const ConvShape& shape);
/// The same between operands that are in memory, where a 32-bit offset is enough.
inline std::ptrdiff_t depth_stride(const ConvShape& shape) { return static_cast<std::ptrdiff_t>(depth(shape)); }

/// A multiply and an add for each output and each of its products, those with padding among them: stated here and
/// nowhere else.
Flops work(const ConvShape& shape);

/// Each datum once: what any implementation must read and write. Input that no output needs (a kernel of 1 with a
/// stride of 2 skips three quarters) is not in it. A lower bound, never passed off as traffic.
/// `operand_bytes`: of an element of the input and of the weights.
Traffic compulsory_traffic(const ConvShape& shape, Level level, std::size_t operand_bytes = sizeof(float),
                           std::size_t result_bytes = sizeof(float));

std::size_t input_elements(const ConvShape& shape);
std::size_t weight_elements(const ConvShape& shape);
std::size_t output_elements(const ConvShape& shape);

/// Distances between neighbours, in elements.
struct Strides {
  std::ptrdiff_t n = 0, c = 0, h = 0, w = 0;
};
Strides input_strides(const ConvShape& shape);
Strides output_strides(const ConvShape& shape);

}  // namespace cachebound::operators::conv2d
