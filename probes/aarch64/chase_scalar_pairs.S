// SPDX-License-Identifier: Apache-2.0
// chase_scalar_pairs: latency of a dependent load, over pairs of nodes (Layout::line_pairs).
//
// The loop of chase_scalar; every second load goes a set distance back from the one before it. Where both lie in one
// line the second costs the latency of L1, so that the distance at which it stops doing so is the line.
//
//   void cachebound_chase_scalar_pairs(size_t iterations,            x0   > 0
//                                      const MemoryWindow* window,   x1   its position: a node, which holds the next
//                                      const void** position)        x2   out: the node at which it stopped
//
//   x3 the node
#include "probes/aarch64/chase.h"

chase cachebound_chase_scalar_pairs
