// SPDX-License-Identifier: Apache-2.0
// One operator as the registry sees it. A new operator is one such entry in registry.cpp, nothing more.
//
// A problem travels as its canonical descriptor; every function but `canonical` may assume one that has passed it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "operators/operator.hpp"
#include "operators/verify.hpp"

namespace cachebound::operators {

/// What prepare() needs beside the backend's name.
struct CaseRequest {
  std::string problem;
  DType dtype = DType::f32;
  std::uint64_t seed = 0;
};

struct OperatorEntry {
  std::string_view name;
  std::string_view grammar;  ///< of its problems
  std::string_view example;
  std::string_view summary;

  /// Parses and prints: the error says in one line what was expected.
  Result<std::string> (*canonical)(std::string_view problem) = nullptr;
  Flops (*work)(std::string_view problem) = nullptr;
  Traffic (*compulsory_traffic)(std::string_view problem, DType dtype, Level level) = nullptr;

  /// What cannot run on this core, or is not in this build, is listed with the reason. The names depend only on the
  /// architecture of the build.
  std::vector<Backend> (*backends)(const TargetCore& core) = nullptr;
  PreparedResult (*prepare)(std::string_view backend, const CaseRequest& request, const TargetCore& core) = nullptr;
  Expected (*reference)(const CaseRequest& request) = nullptr;
};

}  // namespace cachebound::operators
