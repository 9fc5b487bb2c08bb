// SPDX-License-Identifier: Apache-2.0
// Backends that a program has beside those of this library: none, unless the program defines this function itself, which
// the linker then prefers to the one in the archive. So a test can put a wrong kernel under the whole program without a
// way in for one that ships.
#pragma once

#include <vector>

#include "operators/gemm/backend_entry.hpp"

namespace cachebound::operators::gemm {

std::vector<BackendEntry> more_entries(const TargetCore& core);

}  // namespace cachebound::operators::gemm
