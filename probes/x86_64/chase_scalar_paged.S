// SPDX-License-Identifier: Apache-2.0
// chase_scalar_paged: the same chase over a ring that goes page by page (Layout::page_by_page): one TLB miss in 64
// loads, so that the two together separate the latency of a cache from that of translation. Register map: chase.h.
#include "probes/x86_64/chase.h"

chase_kernel cachebound_chase_scalar_paged
