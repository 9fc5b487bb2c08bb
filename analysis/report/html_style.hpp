// SPDX-License-Identifier: Apache-2.0
// The page's look: one sheet, no fonts or images from elsewhere, light and dark by the reader's own setting.
#pragma once

#include <string>

namespace cachebound::analysis::report {

std::string style_sheet();

}  // namespace cachebound::analysis::report
