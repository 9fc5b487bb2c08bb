// SPDX-License-Identifier: Apache-2.0
// A workload: which operators to run, as a TOML file of configs/workloads or of the user.
//
//   name = "gemm_quick"
//   summary = "square GEMMs, a first look"
//   [[cases]]
//   op = "gemm"
//   dtype = "f32"
//   backends = ["tiled", "openblas"]
//   problems = ["m256n256k256"]
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/result.hpp"
#include "operators/registry.hpp"

namespace cachebound::operators {

struct WorkloadCase {
  std::string op;
  DType dtype = DType::f32;
  std::vector<std::string> backends;
  std::vector<std::string> problems;
};

struct Workload {
  std::string name;
  std::string summary;
  std::vector<WorkloadCase> cases;
};

/// `source` is the file's name for messages: an error is one line "file:line: what, and what was expected".
Result<Workload> parse_workload(std::string_view toml, std::string_view source);
Result<Workload> read_workload(const std::string& path);

/// Problem by problem, the backends of each side by side. `only_backends`, if not empty, replaces those of the file.
Result<std::vector<OperatorId>> operator_ids(const Workload& workload,
                                             const std::vector<std::string>& only_backends = {});

}  // namespace cachebound::operators
