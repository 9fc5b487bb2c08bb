// SPDX-License-Identifier: Apache-2.0
// In which order a kernel walks its window: the faster of two, found by a trial in every round.
//
// A stride prefetcher that sees every line in order costs L1 and L2 a part of their rate, and gains most of it beyond
// (x86_64/memory.h). Which of the two weighs more at a size is a property of the core: on a Zen 5, 512-bit reads reach
// 31.98 bytes per cycle of L2 in order and 47.96 with halves in turns, but 43 and 27 GB/s of DRAM. A ceiling is the
// maximum over forms, and the order is one.
#pragma once

#include <functional>

#include "microbench/sampling.hpp"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// Whether the kernel of `probe` has both orders: those of x86-64 that walk through a window.
bool has_two_orders(const Probe& probe);

/// Whether lines in order are faster than halves in turns, by the medians of alternating slices; within 1 % they are
/// not. `run` runs iterations in the order that it is told, and says how long they took.
bool ascending_is_faster(const std::function<Seconds(bool ascending, std::size_t iterations)>& run,
                         const SamplingPolicy& policy, Clock& clock);

}  // namespace cachebound::probes
