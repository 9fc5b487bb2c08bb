// SPDX-License-Identifier: Apache-2.0
// The tensors of one case, filled from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "microbench/result.hpp"
#include "operators/conv2d/conv_shape.hpp"
#include "operators/float_buffer.hpp"

namespace cachebound::operators::conv2d {

struct ConvOperands {
  ConvShape shape;
  FloatBuffer input;
  FloatBuffer weights;  ///< [O][C/G][KH][KW]
  FloatBuffer output;   ///< NaN until it is computed
};
inline constexpr int operand_colours = 3;  ///< buffers of a backend are coloured from here on

/// Input and output.
inline std::vector<std::span<const std::byte>> activations(const ConvOperands& x) {
  return {std::as_bytes(x.input.values()), std::as_bytes(x.output.values())};
}

Result<ConvOperands> make_operands(const ConvShape& shape, std::uint64_t seed);

/// The same stream in either layout; the tensors differ, since their order does.
void fill_input(std::span<float> values, std::uint64_t seed);
void fill_weights(std::span<float> values, std::uint64_t seed);

}  // namespace cachebound::operators::conv2d
