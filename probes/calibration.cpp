// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "microbench/statistics.hpp"
#include "probes/catalogue.hpp"
#include "probes/measure.hpp"

namespace cachebound::probes {
namespace {

constexpr std::string_view prefix = "clock/";
constexpr std::string_view reference_id = "chain_add_reg";
constexpr std::string_view immediate_id = "chain_add_imm";
/// Two scalar chains that differ by more are not both what the catalogue takes them for.
constexpr double scalar_agreement = 0.005;
/// A wide vector may run some 6 % slower than scalar code in the same slice pair (facts of Golden Cove class machines),
/// so its latency of a whole number of cycles is looked for within 8 %: next to 4 the integers 3 and 5 are 25 % away.
constexpr double vector_tolerance = 0.08;
/// A chain of certain latency beside other work (chain_add_amx_int8): what it reads against the scalar chain is how
/// much that work lowers the clock, 1.10 to 1.26 on a Granite Rapids class core. Beyond half a cycle more, the work
/// itself would be the limit, and the chain no clock: a tile product every 60 cycles, beside 40 adds. (One every 41 to
/// 60 would pass for a lower clock; the units that we know of take 16.)
constexpr double lowest_share = 0.9, highest_share = 1.5;

bool is_cross_check(std::string_view id) { return id == "chain_imul" || id == "chain_eor"; }

}  // namespace

std::optional<int> ChainCalibration::cycles_of(std::string_view chain) const {
  for (const ChainReading& reading : chains) {
    if (reading.id == chain) return reading.calibrated_cycles;
  }
  return std::nullopt;
}

ChainCalibration calibrate(const std::vector<RowRounds>& rows, double timer_resolution_relative) {
  ChainCalibration result;
  result.reference = std::string(reference_id);
  for (const RowRounds& row : rows) {
    if (!row.id.starts_with(prefix)) continue;
    const std::string_view id = std::string_view(row.id).substr(prefix.size());
    const Probe* chain = find(id);
    if (chain == nullptr) continue;
    const RoundValues values = round_values(row);
    ChainReading reading;
    reading.id = std::string(id);
    reading.nominal_cycles = chain->cycles_per_step;
    if (row.error || values.steps_per_iteration.empty()) {
      reading.note = row.error ? row.error->detail : "no sample was clean";
      result.chains.push_back(reading);
      continue;
    }
    // The kernel of this row is the chain itself; its steps are counted in steps (= cycles) of the reference chain.
    const double steps = chain->per_iteration.chain_steps;
    reading.cycles = median(values.steps_per_iteration) / steps;
    const double nearest = std::round(reading.cycles);
    if (id == reference_id) {
      reading.calibrated_cycles = 1;
    } else if (is_cross_check(id)) {
      result.cross_check = reading.id;
      result.agreement = reading.cycles / static_cast<double>(*chain->cycles_per_step);
      if (std::abs(*result.agreement - 1.0) <= scalar_agreement) reading.calibrated_cycles = chain->cycles_per_step;
    } else if (chain->cycles_per_step && chain->trusted_clock) {
      const double share = reading.cycles / *chain->cycles_per_step;
      if (share >= lowest_share && share <= highest_share) reading.calibrated_cycles = chain->cycles_per_step;
    } else if (id != immediate_id && nearest >= 1.0 && std::abs(reading.cycles / nearest - 1.0) <= vector_tolerance) {
      reading.calibrated_cycles = static_cast<int>(nearest);
    }
    const double cycles = reading.calibrated_cycles ? *reading.calibrated_cycles
                          : reading.nominal_cycles  ? *reading.nominal_cycles
                                                    : reading.cycles;
    std::vector<double> clock;
    for (const double seconds : values.seconds_per_iteration) clock.push_back(cycles * steps / seconds);
    reading.clock = estimate<Frequency>(clock, timer_resolution_relative, values.samples, values.dropped);
    if (id == immediate_id) {
      result.add_immediate_claim = reading.clock;
      reading.note = "not used: a core may execute it at rename, in no time at all";
    }
    result.chains.push_back(std::move(reading));
  }
  result.cycles_known = result.agreement && std::abs(*result.agreement - 1.0) <= scalar_agreement;
  if (!result.agreement) {
    result.detail = "the scalar chains were not measured; nothing is given per cycle";
  } else {
    const double apart = 100.0 * std::abs(*result.agreement - 1.0);
    result.detail =
        result.cycles_known
            ? fmt::format("{} and {} agree within {:.3f} %", result.reference, result.cross_check, apart)
            : fmt::format("{} and {} are {:.3f} % apart, which is more than {:g} %: nothing is given per cycle",
                          result.reference, result.cross_check, apart, 100.0 * scalar_agreement);
  }
  if (!result.cycles_known) {
    for (ChainReading& reading : result.chains) reading.calibrated_cycles.reset();
  }
  return result;
}

std::optional<ClockClaim> clock_claim(const std::vector<RowRounds>& rows, const ChainCalibration& calibration) {
  if (!calibration.cycles_known) return std::nullopt;
  std::vector<double> measured, claimed;
  for (const RowRounds& row : rows) {
    if (row.id != std::string(prefix) + calibration.reference) continue;
    for (const Block& block : row.blocks) {
      if (block.samples == 0 || block.trouble.claimed_hertz <= 0.0) continue;
      measured.push_back(block.steps_per_second);  // a step of the reference chain is a cycle
      claimed.push_back(block.trouble.claimed_hertz);
    }
  }
  if (measured.empty()) return std::nullopt;
  const auto clock = estimate<Frequency>(measured, 0.0, 0, 0);
  return ClockClaim{.measured = clock.value,
                    .claimed = Frequency{median(claimed)},
                    .margin = clock_margin(relative_half_width(clock))};
}

}  // namespace cachebound::probes
