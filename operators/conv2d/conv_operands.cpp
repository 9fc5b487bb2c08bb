// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_operands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "operators/element_type.hpp"

namespace cachebound::operators::conv2d {

template <typename T>
Result<ConvOperandsOf<T>> make_operands(const ConvShape& shape, std::uint64_t seed) {
  if (Status refused = cannot_be_verified<T>(depth(shape))) return *refused;
  const auto operands = static_cast<double>(input_elements(shape) + weight_elements(shape));
  const auto results = static_cast<double>(output_elements(shape));
  if (Status refused = fits_memory(sizeof(T) * operands + sizeof(ResultOf<T>) * results)) {
    refused->detail = fmt::format("convolution {}: {}", to_string(shape), refused->detail);
    return *refused;
  }
  auto input = Buffer<T>::allocate(input_elements(shape), 0);
  if (!input) return input.error();
  auto weights = Buffer<T>::allocate(weight_elements(shape), 1);
  if (!weights) return weights.error();
  auto output = Buffer<ResultOf<T>>::allocate(output_elements(shape), 2);
  if (!output) return output.error();
  fill_input(input->values(), seed);
  fill_weights(weights->values(), seed);
  std::ranges::fill(output->values(), ElementType<ResultOf<T>>::nan());
  return ConvOperandsOf<T>{shape, std::move(input).value(), std::move(weights).value(), std::move(output).value()};
}

template Result<ConvOperandsOf<float>> make_operands<float>(const ConvShape&, std::uint64_t);
template Result<ConvOperandsOf<double>> make_operands<double>(const ConvShape&, std::uint64_t);
template Result<ConvOperandsOf<Half>> make_operands<Half>(const ConvShape&, std::uint64_t);
template Result<ConvOperandsOf<Bf16>> make_operands<Bf16>(const ConvShape&, std::uint64_t);

}  // namespace cachebound::operators::conv2d
