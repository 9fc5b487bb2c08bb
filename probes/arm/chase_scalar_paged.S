// SPDX-License-Identifier: Apache-2.0
// chase_scalar_paged: latency of a dependent load, with few misses of the TLB.
//
// The loop of chase_scalar on another cycle (Layout::page_by_page): random within a few pages, then the next few, so
// that a TLB which holds those misses one load in 64. The difference is what address translation costs.
//
//   void cachebound_chase_scalar_paged(size_t iterations,            r0   > 0
//                                      const MemoryWindow* window,   r1   position: a node, which points to the next
//                                      const void** position)        r2   out: where the next call goes on
//
//   r3 the node
#include "probes/arm/chase_kernel.h"

chase_kernel cachebound_chase_scalar_paged
