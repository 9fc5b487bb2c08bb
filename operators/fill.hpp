// SPDX-License-Identifier: Apache-2.0
// Operands from a seed: every backend and the reference see the same numbers, on every architecture.
#pragma once

#include <cstdint>
#include <span>

namespace cachebound::operators {

/// Uniform in [-1, 1), never zero, never denormal. In f64 of 26 bits: more than an f32 holds, so that no narrower
/// arithmetic passes for f64, and few enough that a product of two, of 52 bits, is exact.
void fill_uniform(std::span<float> values, std::uint64_t seed);
void fill_uniform(std::span<double> values, std::uint64_t seed);

}  // namespace cachebound::operators
