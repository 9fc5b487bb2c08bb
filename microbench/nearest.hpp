// SPDX-License-Identifier: Apache-2.0
// Small helpers for messages to a person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachebound {

/// The candidate with the smallest edit distance to `text`; empty if there is none.
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace cachebound
