// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/gemm_operands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "operators/element_type.hpp"

namespace cachebound::operators::gemm {

template <typename T>
Result<GemmOperandsOf<T>> make_operands(const GemmShape& shape, std::uint64_t seed) {
  if (Status refused = cannot_be_verified<T>(shape.k)) return *refused;
  const Traffic each_once = compulsory_traffic(shape, Level::dram, sizeof(T), sizeof(ResultOf<T>));
  if (Status refused = fits_memory(each_once.read.value + each_once.written.value)) {
    refused->detail = fmt::format("GEMM {}: {}", to_string(shape), refused->detail);
    return *refused;
  }
  const auto batch = static_cast<std::size_t>(shape.batch);
  auto a = Buffer<T>::allocate(batch * elements(shape.m, shape.k), 0);
  if (!a) return a.error();
  auto b = Buffer<T>::allocate(batch * elements(shape.k, shape.n), 1);
  if (!b) return b.error();
  auto c = Buffer<ResultOf<T>>::allocate(batch * elements(shape.m, shape.n), 2);
  if (!c) return c.error();
  fill_a(a->values(), seed);
  fill_b(b->values(), seed);
  std::ranges::fill(c->values(), ElementType<ResultOf<T>>::nan());
  return GemmOperandsOf<T>{shape, std::move(a).value(), std::move(b).value(), std::move(c).value()};
}

template Result<GemmOperandsOf<float>> make_operands(const GemmShape& shape, std::uint64_t seed);
template Result<GemmOperandsOf<double>> make_operands(const GemmShape& shape, std::uint64_t seed);
template Result<GemmOperandsOf<Half>> make_operands(const GemmShape& shape, std::uint64_t seed);
template Result<GemmOperandsOf<Bf16>> make_operands(const GemmShape& shape, std::uint64_t seed);

}  // namespace cachebound::operators::gemm
