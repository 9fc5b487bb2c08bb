// SPDX-License-Identifier: Apache-2.0
// chase_scalar: latency of a dependent load.
//
// A cycle through all lines of the window in random order: every load needs the result of the one before, so that
// neither prefetchers nor several misses at once help. Beyond the TLB's reach nearly every load misses it too:
// chase_scalar_paged is the same without.
//
//   void cachebound_chase_scalar(size_t iterations,            r0   > 0
//                                const MemoryWindow* window,   r1   position: a node, which points to the next
//                                const void** position)        r2   out: where the next call goes on
//
//   r3 the node
#include "probes/arm/chase_kernel.h"

chase_kernel cachebound_chase_scalar
