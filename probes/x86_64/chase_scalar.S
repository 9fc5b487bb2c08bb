// SPDX-License-Identifier: Apache-2.0
// chase_scalar: latency of a dependent load. Its entry asks for one random ring through all lines, so that beyond the
// reach of the TLB nearly every load misses that too. Register map: chase.h.
#include "probes/x86_64/chase.h"

chase_kernel cachebound_chase_scalar
