// SPDX-License-Identifier: Apache-2.0
// The memory of a latency probe: one pointer per cache line, linked into a single random cycle.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "probes/probe.hpp"

namespace cachebound::probes {

/// Distance of two nodes: a line of every core of configs/cores. Where lines are longer (128 bytes), a line is visited
/// twice per turn, at random times.
inline constexpr std::size_t node_bytes = 64;

/// Distances of the two nodes of a pair at which line sizes are looked for: the lines that cores of configs/cores and
/// their predecessors have (32 to 128 bytes), one less and one more.
inline constexpr std::array<std::size_t, 5> pair_distances{16, 32, 64, 128, 256};

/// A slot of a pair. Twice the largest distance, and the first node at the slot's end: a line further back is still
/// inside, and an aligned block of 256 bytes holds the first node alone.
inline constexpr std::size_t pair_slot_bytes = 512;

/// The working set of pairs: 512 slots, whose first nodes lie 512 bytes apart and hence in one set of eight. An L1 of
/// 128 KiB in 8 ways holds 256 of them, one of 32 KiB in 8 ways 64: by its next turn each has left any L1 of
/// configs/cores, and an L2 of 256 KiB still holds all.
inline constexpr std::size_t pair_window_bytes = 256 * 1024;

/// Writes a pointer at the start of each node_bytes of `window` (a multiple of it, aligned to it) so that following
/// them visits every node once before it returns. Pages follow one another in random order too. Returns the first node.
/// The same seed gives the same cycle. Linear prefetchers find nothing in it: that is the point.
/// Of line_pairs: `window` is a multiple of pair_slot_bytes; from the first node of a slot, near its end, to the
/// second, `apart` bytes before it (one of pair_distances), then to the next slot. Backwards, since prefetchers that
/// fetch the line behind the one that was missed would hide a step forward.
const void* link_nodes(std::span<std::byte> window, Layout layout, std::uint64_t seed, std::size_t apart = node_bytes);

}  // namespace cachebound::probes
