// SPDX-License-Identifier: Apache-2.0
// Operands from a seed: every backend and the reference see the same numbers, on every architecture.
#pragma once

#include <cstdint>
#include <span>

namespace cachebound::operators {

/// Uniform in [-1, 1), never zero, never denormal.
void fill_uniform(std::span<float> values, std::uint64_t seed);

}  // namespace cachebound::operators
