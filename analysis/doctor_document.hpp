// SPDX-License-Identifier: Apache-2.0
// What `cachebound doctor --format json` writes: configs/schemas/doctor.schema.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/conditions.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view doctor_schema = "cachebound.doctor/1";

struct DoctorDocument {
  bool fit_to_measure = false;
  bool emulated = false;
  std::vector<ConditionVerdict> verdicts;
  std::vector<Finding> contradictions;
};

/// What doctor says of this host under these conditions. Pure.
DoctorDocument diagnose(const HostInfo& host, const Conditions& conditions);

std::string to_json(const DoctorDocument& document);

}  // namespace cachebound::analysis
