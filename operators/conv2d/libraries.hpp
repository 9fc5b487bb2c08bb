// SPDX-License-Identifier: Apache-2.0
// The convolutions of libraries, each in a file of its own, which is compiled only where its library was found. They
// run on as many threads as the target core has cpus: each file sees to that by its library's own means, and a test
// looks at the threads.
#pragma once

#include <vector>

#include "operators/conv2d/conv_backend.hpp"

namespace cachebound::operators::conv2d {

/// "onednn" takes input and output as they are, "onednn-any" in the layouts that oneDNN likes best.
std::vector<ConvBackend> onednn_backends(const TargetCore& core);
std::vector<ConvBackend> xnnpack_backends(const TargetCore& core);
std::vector<ConvBackend> acl_backends(const TargetCore& core);

/// All of them; one that was not found is listed with that reason.
std::vector<ConvBackend> library_backends(const TargetCore& core);

}  // namespace cachebound::operators::conv2d
