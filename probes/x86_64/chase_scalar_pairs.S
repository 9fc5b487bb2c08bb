// SPDX-License-Identifier: Apache-2.0
// chase_scalar_pairs: the same chase over pairs of nodes (Layout::line_pairs): every second load goes a set distance
// back from the one before it. Where both lie in one line the second costs the latency of L1, so that the distance at
// which it stops doing so is the line. Register map: chase.h.
#include "probes/x86_64/chase.h"

chase_kernel cachebound_chase_scalar_pairs
