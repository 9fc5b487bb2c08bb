// SPDX-License-Identifier: Apache-2.0
// Which traffic model applies to an operator, and what it gives at every level of this machine.
#pragma once

#include <vector>

#include "analysis/levels.hpp"
#include "analysis/roofline.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// Traffic of the whole call at L1, at every outer cache and at DRAM. `modelled` for our own kernels, `compulsory` for
/// others; empty for an operator that no model knows.
std::vector<Traffic> model_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches);

/// The part of it that per-call packing moves; empty where that cannot be told.
std::vector<Traffic> packing_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches);

/// What was counted or traced stays; the model supplies the rest.
std::vector<Traffic> complete_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches);

}  // namespace cachebound::analysis
