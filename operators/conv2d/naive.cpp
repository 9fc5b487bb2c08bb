// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/naive.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::conv2d {
namespace {

/// Of the padded image.
Pair padded_size(const ConvShape& s) { return {s.in.h + 2 * s.pad.h, s.in.w + 2 * s.pad.w}; }

Strides padded_strides(const ConvShape& s) {
  ConvShape padded = s;
  padded.in = padded_size(s);
  return input_strides(padded);
}

/// What a call of sums() walks, in words of 4 bytes that are read where they are needed: kept in registers they would push
/// the loops' own variables onto the stack. Steps in elements.
struct Walk {
  std::int32_t depth, across, down, outputs;
  std::int32_t in_step, in_row, in_group;       ///< from output to output, gaps behind a row and a group
  std::int32_t out_step, out_row, out_channel;  ///< from output to output, gaps behind a row and a channel
};

/// All groups of an image: their outputs, rows and pixels, and for each of these one sum. Words read: three for each
/// output, row and channel, two for each group.
template <typename T>
[[gnu::noinline]] void sums(const Walk* w, int groups, const std::int32_t* offsets, const T* input, const T* weights,
                            ResultOf<T>* output) {
  using Sum = ResultOf<T>;
  using simd::opaque;
  using simd::stepped;
  for (; groups > 0; --groups) {
    for (std::int32_t o = opaque(w)->outputs; o > 0; --o) {
      const T* row = input;
      for (std::int32_t y = opaque(w)->down; y > 0; --y) {
        for (std::int32_t x = opaque(w)->across; x > 0; --x) {
          Sum sum{};
          const std::int32_t depth = opaque(w)->depth;
          for (std::int32_t p = 0; p < depth; ++p)
            sum += static_cast<Sum>(row[offsets[p]]) * static_cast<Sum>(weights[p]);
          *output = sum;
          output = stepped(output, opaque(w)->out_step);
          row = stepped(row, opaque(w)->in_step);
        }
        output = stepped(output, opaque(w)->out_row);
        row = stepped(row, opaque(w)->in_row);
      }
      output = stepped(output, opaque(w)->out_channel);
      weights = stepped(weights, opaque(w)->depth);
    }
    input = stepped(input, opaque(w)->in_group);
  }
}

/// `rows` of `count` elements, in blocks of `of_block` rows that lie `block_gap` further apart.
template <typename T>
[[gnu::noinline]] void copy_inside(int blocks, int of_block, int count, const T* from, T* to, std::ptrdiff_t row_gap,
                                   std::ptrdiff_t block_gap) {
  for (; blocks > 0; --blocks) {
    for (int row = of_block; row > 0; --row) {
      for (int i = count; i > 0; --i) *to++ = *from++;
      to += row_gap;
    }
    to += block_gap;
  }
}

}  // namespace

template <typename T>
NaiveConvolution<T>::NaiveConvolution(const ConvShape& shape, Buffer<T> padded)
    : shape_(shape), padded_(std::move(padded)), strides_(padded_strides(shape)) {
  std::ranges::fill(padded_.values(), T{});
  for (int c = 0; c < shape.c / shape.groups; ++c) {
    for (int i = 0; i < shape.kernel.h; ++i) {
      for (int j = 0; j < shape.kernel.w; ++j) {
        offsets_.push_back(static_cast<std::int32_t>(c * strides_.c + i * shape.dilation.h * strides_.h +
                                                     j * shape.dilation.w * strides_.w));
      }
    }
  }
}

template <typename T>
Result<NaiveConvolution<T>> NaiveConvolution<T>::make(const ConvShape& shape, int colour) {
  const Pair size = padded_size(shape);
  const double elements = 1.0 * shape.c * size.h * size.w;
  const double results = static_cast<double>(output_elements(shape)) / shape.n;
  if (std::max(elements, results) > std::numeric_limits<std::int32_t>::max()) {
    return Error{Reason::no_resources, "the definition's steps in an image are 32 bits wide"};
  }
  if (Status refused = fits_memory(sizeof(T) * elements)) return *refused;
  auto padded = Buffer<T>::allocate(static_cast<std::size_t>(elements), colour);
  if (!padded) return padded.error();
  return NaiveConvolution(shape, std::move(padded).value());
}

template <typename T>
void NaiveConvolution<T>::run(const T* input, const T* weights, ResultOf<T>* output) {
  const ConvShape& s = shape_;
  const Pair out = output_size(s);
  const Strides to = output_strides(s);
  const bool nchw = s.layout == Layout::nchw;
  const auto word = [](std::ptrdiff_t step) { return static_cast<std::int32_t>(step); };
  const Walk walk{.depth = word(static_cast<std::ptrdiff_t>(offsets_.size())),
                  .across = out.w,
                  .down = out.h,
                  .outputs = s.o / s.groups,
                  .in_step = word(s.stride.w * strides_.w),
                  .in_row = word(s.stride.h * strides_.h - std::ptrdiff_t{out.w} * s.stride.w * strides_.w),
                  .in_group = word(s.c / s.groups * strides_.c),
                  .out_step = word(to.w),
                  .out_row = word(to.h - out.w * to.w),
                  .out_channel = word(to.c - out.h * to.h)};
  const std::ptrdiff_t of_image = input_strides(s).n;
  T* first = padded_.data() + s.pad.h * strides_.h + s.pad.w * strides_.w;
  for (int n = 0; n < s.n; ++n) {
    const int count = nchw ? s.in.w : s.in.w * s.c;
    copy_inside(nchw ? s.c : 1, s.in.h, count, input + n * of_image, first, strides_.h - count,
                nchw ? strides_.c - s.in.h * strides_.h : 0);
    sums(&walk, s.groups, offsets_.data(), std::as_const(padded_).data(), weights, output + n * to.n);
  }
}

template <typename T>
void naive_conv2d(const ConvShape& s, const T* input, const T* weights, ResultOf<T>* output) {
  auto made = NaiveConvolution<T>::make(s, 0);
  CACHEBOUND_ASSERT(made);
  made.value().run(input, weights, output);
}

template class NaiveConvolution<float>;
template class NaiveConvolution<double>;
template class NaiveConvolution<Half>;
template class NaiveConvolution<Bf16>;
template void naive_conv2d(const ConvShape&, const float*, const float*, float*);
template void naive_conv2d(const ConvShape&, const double*, const double*, double*);
template void naive_conv2d(const ConvShape&, const Half*, const Half*, Half*);
template void naive_conv2d(const ConvShape&, const Bf16*, const Bf16*, float*);

}  // namespace cachebound::operators::conv2d
