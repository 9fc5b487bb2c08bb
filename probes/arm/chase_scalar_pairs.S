// SPDX-License-Identifier: Apache-2.0
// chase_scalar_pairs: latency of a dependent load, over pairs of nodes (Layout::line_pairs).
//
// The loop of chase_scalar; every second load goes a set distance back from the one before it. Where both lie in one
// line the second costs the latency of L1, so that the distance at which it stops doing so is the line.
//
//   void cachebound_chase_scalar_pairs(size_t iterations,            r0   > 0
//                                      const MemoryWindow* window,   r1   position: a node, which points to the next
//                                      const void** position)        r2   out: where the next call goes on
//
//   r3 the node
#include "probes/arm/chase_kernel.h"

chase_kernel cachebound_chase_scalar_pairs
