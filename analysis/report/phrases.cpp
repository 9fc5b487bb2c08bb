// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/phrases.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cachebound::analysis::report {
namespace {

Ink cause_ink(Cause cause) {
  switch (cause) {
    case Cause::peak:
      return Ink::series3;
    case Cause::l1:
      return Ink::level1;
    case Cause::l2:
      return Ink::level2;
    case Cause::l3:
      return Ink::level3;
    case Cause::dram:
      return Ink::dram;
    case Cause::no_overlap:
      return Ink::series4;
    case Cause::packing:
      return Ink::series1;
    case Cause::threads:
      return Ink::series5;
  }
  return Ink::muted;
}

}  // namespace

Number count_of(std::size_t count) { return {static_cast<double>(count), Unit::count, {}, {}}; }

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Text quality_cell(const ReportInput& input, Quality quality) {
  const Quality shown = input.machine.host.emulated ? Quality::emulated : quality;
  Tone tone = Tone::warning;
  if (shown == Quality::stable) tone = Tone::good;
  if (shown == Quality::throttled || shown == Quality::emulated) tone = Tone::bad;
  return {std::string(to_string(shown)), tone};
}

std::string error_text(const Error& error) { return fmt::format("{}: {}", to_string(error.reason), error.detail); }

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::string kind_suffix(const ReportInput& input, const MeasuredCoreKind& kind) {
  return input.machine.core_kinds.size() > 1 ? "-" + kind.id : std::string();
}

Number rate_of(const OperatorMeasurement& measurement) {
  const auto& seconds = measurement.seconds;
  Number rate = number_of(measurement.work / seconds.value, Unit::flop_rate);
  if (has_interval(seconds) && seconds.low.value > 0.0 && seconds.high.value > 0.0) {
    rate.low = (measurement.work / seconds.high).value;
    rate.high = (measurement.work / seconds.low).value;
  }
  return rate;
}

const MeasuredCoreKind* operator_kind(const ReportInput& input) {
  return input.operators ? find_core_kind(input.machine, input.operators->cpu) : nullptr;
}

Ink level_ink(Level level) {
  switch (level) {
    case Level::l1:
      return Ink::level1;
    case Level::l2:
      return Ink::level2;
    case Level::l3:
      return Ink::level3;
    case Level::dram:
      return Ink::dram;
  }
  return Ink::muted;
}

std::vector<Share> shares_of(const Attribution& attribution) {
  std::vector<Share> shares;
  std::int64_t at = attribution.ideal_picoseconds;
  const bool datasheet = attribution.ideal_source == "datasheet";
  shares.push_back(
      {"ideal", 0, at, Ink::compute, true, datasheet ? "datasheet" : "measured",
       datasheet ? "compute time at the datasheet's peak" : "compute time at " + attribution.ideal_source});
  for (const Term& term : attribution.terms) {
    Share share{std::string(to_string(term.cause)),
                at,
                at,
                cause_ink(term.cause),
                term.picoseconds.has_value(),
                term.evidence,
                term.detail};
    at += term.picoseconds.value_or(0);
    share.to = at;
    shares.push_back(share);
  }
  shares.push_back({"unexplained", at, at + attribution.unexplained_picoseconds, Ink::series6, true, "remainder",
                    attribution.unexplained_picoseconds < 0 ? "negative: the model predicted more time than was needed"
                                                            : "no evidence explains this part"});
  return shares;
}

std::string shares_text(const Attribution& attribution) {
  std::vector<std::string> parts;
  const double whole = static_cast<double>(attribution.measured_picoseconds);
  for (const Share& share : shares_of(attribution)) {
    const bool always = share.name == "ideal" || share.name == "unexplained";
    const double fraction = static_cast<double>(share.to - share.from) / whole;
    // What would read "0.0 %" is left to the waterfall.
    if (!share.measured || (std::abs(fraction) < 0.0005 && !always)) continue;
    parts.push_back(share.name + " " + format_number({fraction, Unit::fraction, {}, {}}));
  }
  return join(parts, ", ");
}

std::string gap_text(const Attribution& attribution) {
  std::vector<std::string> unmeasured;
  for (const Share& share : shares_of(attribution))
    if (!share.measured) unmeasured.push_back(share.name);
  const std::string text = shares_text(attribution);
  return unmeasured.empty() ? text : text + "; not measured: " + join(unmeasured, ", ");
}

}  // namespace cachebound::analysis::report
