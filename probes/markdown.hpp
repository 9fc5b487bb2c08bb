// SPDX-License-Identifier: Apache-2.0
// The catalogue as rows of the Markdown table in probes/<arch>/README.md; a test compares the two.
#pragma once

#include <string>
#include <string_view>

#include "probes/probe.hpp"

namespace cachebound::probes {

/// x86_64, aarch64 or arm: whose probes this build has.
std::string_view architecture();

/// Column titles and the line below them.
std::string markdown_header();

/// "| `fma_f32_avx2` | compute | avx2 | 768 operations | `chain_fma_avx2` | 12 chains of 256-bit FMA |"
std::string markdown_row(const Probe& probe);

}  // namespace cachebound::probes
