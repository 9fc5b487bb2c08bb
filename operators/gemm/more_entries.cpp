// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/more_entries.hpp"

namespace cachebound::operators::gemm {

std::vector<BackendEntry> more_entries(const TargetCore&) { return {}; }

}  // namespace cachebound::operators::gemm
