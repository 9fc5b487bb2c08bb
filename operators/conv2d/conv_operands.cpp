// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_operands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "operators/fill.hpp"

namespace cachebound::operators::conv2d {

void fill_input(std::span<float> values, std::uint64_t seed) { fill_uniform(values, seed); }
void fill_weights(std::span<float> values, std::uint64_t seed) { fill_uniform(values, ~seed); }

Result<ConvOperands> make_operands(const ConvShape& shape, std::uint64_t seed) {
  const std::size_t elements = input_elements(shape) + weight_elements(shape) + output_elements(shape);
  if (Status refused = fits_memory(4.0 * static_cast<double>(elements))) {
    refused->detail = fmt::format("convolution {}: {}", to_string(shape), refused->detail);
    return *refused;
  }
  auto input = FloatBuffer::allocate(input_elements(shape), 0);
  if (!input) return input.error();
  auto weights = FloatBuffer::allocate(weight_elements(shape), 1);
  if (!weights) return weights.error();
  auto output = FloatBuffer::allocate(output_elements(shape), 2);
  if (!output) return output.error();
  fill_input(input->values(), seed);
  fill_weights(weights->values(), seed);
  std::ranges::fill(output->values(), std::numeric_limits<float>::quiet_NaN());
  return ConvOperands{shape, std::move(input).value(), std::move(weights).value(), std::move(output).value()};
}

}  // namespace cachebound::operators::conv2d
