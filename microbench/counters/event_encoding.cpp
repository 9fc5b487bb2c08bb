// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/event_encoding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cachebound {
namespace {

/// Arm's common events, of which the core lists those that it has (PMCEID); the kernel then names them in sysfs.
constexpr std::uint64_t last_common_event = 0x3f;
constexpr int hardware_type_shift = 32;  // PERF_PMU_TYPE_SHIFT: config of a generic event says on which PMU

Error lacking(const CounterEvent& event, const Pmu& pmu, const std::string& what) {
  return {Reason::not_supported_by_cpu, fmt::format("{}: {} {}", event.name, pmu.name, what)};
}

/// Spreads `value` over the bits of the field. False: it does not fit.
bool put(perf_event_attr& attributes, const FormatField& field, std::uint64_t value) {
  std::uint64_t bits = 0;
  for (const auto& [first, last] : field.bits) {
    const int width = last - first + 1;
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    bits |= (value & mask) << first;
    value = width == 64 ? 0 : value >> width;
  }
  if (field.word == 0) attributes.config |= bits;
  if (field.word == 1) attributes.config1 |= bits;
  if (field.word == 2) attributes.config2 |= bits;
  return value == 0;
}

/// Arm alone: its PMUs have no "umask".
bool says_it_lacks(const Pmu& pmu, const CounterEvent& event) {
  if (pmu.named_events.empty() || pmu.format.contains("umask") || event.fields.size() != 1) return false;
  const std::uint64_t number = event.fields.front().value;
  return number <= last_common_event &&
         std::find(pmu.named_events.begin(), pmu.named_events.end(), number) == pmu.named_events.end();
}

Result<EncodedEvent> encode_fields(const CounterEvent& event, const Pmu& pmu) {
  EncodedEvent encoded{.name = event.name, .attributes = {}, .happens_in_kernel = false};
  encoded.attributes.size = sizeof(perf_event_attr);
  encoded.attributes.type = pmu.type;
  if (says_it_lacks(pmu, event)) return lacking(event, pmu, "does not list it: it would count nothing");
  for (const EventField& field : event.fields) {
    const auto format = pmu.format.find(field.name);
    if (format == pmu.format.end()) return lacking(event, pmu, fmt::format("has no field '{}'", field.name));
    if (!put(encoded.attributes, format->second, field.value))
      return lacking(event, pmu, fmt::format("has no room for {}={:#x}", field.name, field.value));
  }
  return encoded;
}

}  // namespace

Result<EncodedEvent> encode_for(const CounterEvent& event, const PmuChoice& choice) {
  if (!event.fields.empty() && choice.pmu != nullptr) return encode_fields(event, *choice.pmu);
  const std::string& name = event.libpfm.empty() ? event.generic : event.libpfm;
  if (name.empty()) {
    return Error{Reason::not_supported_by_cpu, event.name + ": the kernel shows no PMU for this core"};
  }
  auto encoded = event.libpfm.empty() ? encode_event(name) : encode_by_libpfm(name);
  if (!encoded) return encoded;
  encoded.value().name = event.name;
  perf_event_attr& attributes = encoded.value().attributes;
  if (choice.pmu != nullptr) {
    if (attributes.type == PERF_TYPE_RAW) attributes.type = choice.pmu->type;
    if (attributes.type == PERF_TYPE_HARDWARE && choice.among_several)
      attributes.config |= static_cast<std::uint64_t>(choice.pmu->type) << hardware_type_shift;
  }
  return encoded;
}

std::string describe_encoding(const CounterEvent& event) {
  if (event.fields.empty()) {
    if (!event.libpfm.empty()) return event.libpfm;
    return event.generic.empty() ? event.papi : event.generic;
  }
  std::string text;
  for (const EventField& field : event.fields)
    text += fmt::format("{}{}={:#x}", text.empty() ? "" : ",", field.name, field.value);
  return text;
}

}  // namespace cachebound
