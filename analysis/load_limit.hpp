// SPDX-License-Identifier: Apache-2.0
// Whether L1 reads are limited by bytes, by load slots or by the instructions that ask for them: the same level read
// through different instruction forms. A core that decodes too few loads per cycle to reach the bandwidth of its L1
// looks like one with a slow L1 (arXiv 2504.06813).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/machine_model.hpp"

namespace cachebound::analysis {

enum class LoadLimit : std::uint8_t {
  bytes,      ///< the most bytes per cycle, though loads of another form are issued more often: the path is full
  slots,      ///< as many loads per cycle as any form, whatever they carry: wider ones would move more
  form,       ///< neither: decoding, splitting into micro-ops, bank conflicts of this form
  undecided,  ///< no other form tells them apart, or cycles are not known
};
std::string_view to_string(LoadLimit limit);

struct LimitedForm {
  std::string ceiling;  ///< its id: "loads_avx2_xmm"
  BytesPerCycle bytes{};
  LoadLimit limit = LoadLimit::undecided;
};

struct LoadLimits {
  std::vector<LimitedForm> forms;          ///< every form that could be measured, in the order of the ceilings
  LoadLimit limit = LoadLimit::undecided;  ///< of the form that moves the most bytes: that of L1 reads
  std::string text;  ///< one sentence with the figures that it rests on; empty without two forms to compare
};

/// Pure. From the load-slot ceilings of one thread. Rates within 2 % are the same: forms have loops of different
/// lengths, which cost the shortest 1 %.
LoadLimits load_limits(const std::vector<Ceiling>& ceilings);

}  // namespace cachebound::analysis
