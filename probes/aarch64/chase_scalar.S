// SPDX-License-Identifier: Apache-2.0
// chase_scalar: latency of a dependent load.
//
// Each load's result is the address of the next. Sixteen per iteration: the counter and the branch execute while the
// chain waits. Where the nodes lie, the window decides: random lines of all of it, so that beyond the TLB's reach
// nearly every load misses it too.
//
//   void cachebound_chase_scalar(size_t iterations,            x0   > 0
//                                const MemoryWindow* window,   x1   its position: a node, which holds the next
//                                const void** position)        x2   out: the node at which it stopped
//
//   x3 the node
#include "probes/aarch64/chase.h"

chase cachebound_chase_scalar
