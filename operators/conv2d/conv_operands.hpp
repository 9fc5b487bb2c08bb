// SPDX-License-Identifier: Apache-2.0
// The tensors of one case, filled from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "microbench/result.hpp"
#include "operators/bf16.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/fill.hpp"
#include "operators/float_buffer.hpp"

namespace cachebound::operators::conv2d {

/// T: the type of input and weights.
template <typename T>
struct ConvOperandsOf {
  ConvShape shape;
  Buffer<T> input;
  Buffer<T> weights;           ///< [O][C/G][KH][KW]
  Buffer<ResultOf<T>> output;  ///< NaN until it is computed
};
using ConvOperands = ConvOperandsOf<float>;
inline constexpr int operand_colours = 3;  ///< buffers of a backend are coloured from here on

/// Input and output.
template <typename T>
std::vector<std::span<const std::byte>> activations(const ConvOperandsOf<T>& x) {
  return {std::as_bytes(x.input.values()), std::as_bytes(x.output.values())};
}

template <typename T = float>
Result<ConvOperandsOf<T>> make_operands(const ConvShape& shape, std::uint64_t seed);

/// The same stream in either layout; the tensors differ, since their order does.
template <typename T>
void fill_input(std::span<T> values, std::uint64_t seed) {
  fill_uniform(values, seed);
}
template <typename T>
void fill_weights(std::span<T> values, std::uint64_t seed) {
  fill_uniform(values, ~seed);
}

}  // namespace cachebound::operators::conv2d
