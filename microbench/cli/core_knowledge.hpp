// SPDX-License-Identifier: Apache-2.0
// What a machine model says of a core beside its rates: its chains, what its maker states, and its clock.
#pragma once

#include <optional>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/host/conditions.hpp"
#include "microbench/host/host_info.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {

analysis::ChainReport report_of(const probes::ChainCalibration& calibration);

/// The published limits of this kind; none where nothing is published of it, or where the machine contradicts its name.
std::optional<analysis::Datasheet> datasheet_of(const CoreKind& kind, const HostInfo& host);

/// The chains of the first kind have measured what doctor asks its own for.
Conditions with_clock(Conditions conditions, const std::vector<analysis::CoreKindInput>& inputs);

}  // namespace cachebound::cli
