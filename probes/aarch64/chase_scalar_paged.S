// SPDX-License-Identifier: Apache-2.0
// chase_scalar_paged: latency of a dependent load, page by page.
//
// The loop of chase_scalar over nodes that visit all lines of a page before the next page: one TLB miss in 64 loads at
// most. The difference between both is what translation costs.
//
//   void cachebound_chase_scalar_paged(size_t iterations,            x0   > 0
//                                      const MemoryWindow* window,   x1   its position: a node, which holds the next
//                                      const void** position)        x2   out: the node at which it stopped
//
//   x3 the node
#include "probes/aarch64/chase.h"

chase cachebound_chase_scalar_paged
