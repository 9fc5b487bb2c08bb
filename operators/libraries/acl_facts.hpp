// SPDX-License-Identifier: Apache-2.0
// What holds for all functions of Arm Compute Library. Its header of tensors is not included here: it is large.
#pragma once

#include <string>

#include "operators/operator.hpp"

namespace cachebound::operators {

/// "Arm Compute Library 20.08".
std::string acl_version();

/// So many threads in all its functions, the caller one of them; it makes the others here.
/// Error{not_permitted}: it keeps to another number.
Status acl_use_threads(int threads);

}  // namespace cachebound::operators
