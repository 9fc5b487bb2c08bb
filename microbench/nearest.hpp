// SPDX-License-Identifier: Apache-2.0
// Small helpers for messages to a person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachebound {

/// The candidate with the smallest edit distance to `text`; empty if there is none.
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

/// "did you mean 'x'?" where a candidate differs in no more than half of what was typed (two letters of three swapped); else what there is to choose
/// from ("there are: a, b, c"), since the nearest of quite other words only misleads. Empty if there is no candidate.
std::string suggestion(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace cachebound
