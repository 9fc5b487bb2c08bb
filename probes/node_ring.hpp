// SPDX-License-Identifier: Apache-2.0
// The memory of a latency probe: one pointer per cache line, linked into a single random cycle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "probes/probe.hpp"

namespace cachebound::probes {

/// Distance of two nodes: a line of every core of configs/cores. Where lines are longer (128 bytes), a line is visited
/// twice per turn, at random times.
inline constexpr std::size_t node_bytes = 64;

/// Writes a pointer at the start of each node_bytes of `window` (a multiple of it, aligned to it) so that following
/// them visits every node once before it returns. Pages follow one another in random order too. Returns the first node.
/// The same seed gives the same cycle. Linear prefetchers find nothing in it: that is the point.
const void* link_nodes(std::span<std::byte> window, Layout layout, std::uint64_t seed);

}  // namespace cachebound::probes
