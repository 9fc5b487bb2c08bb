// SPDX-License-Identifier: Apache-2.0
// What compute kernels multiply, in lanes of their own type.
#pragma once

#include "probes/probe.hpp"

namespace cachebound::probes {

/// All lanes one: a multiply-accumulate adds one. Bits: all set. Operands of two for probes whose gain is doublings.
Operands operands_of_one(const Probe& probe);

/// For timed runs: neither zero nor one (which some cores and all power meters treat better), and sums stay normal
/// numbers for hours: they stop growing where 2^-12 is below their last place.
Operands timed_operands(const Probe& probe);

}  // namespace cachebound::probes
