// SPDX-License-Identifier: Apache-2.0
// The files that the program leaves behind, as text. docs/machine-files.md describes them; configs/schemas/ states
// their grammar. `source` is what errors call the document, usually its path.
#pragma once

#include <string>
#include <string_view>

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "microbench/result.hpp"

namespace cachebound::analysis {

std::string to_json(MachineModel model);
std::string to_json(OperatorTable table);
std::string to_json(PredictionTable table);

Result<MachineModel> parse_machine(std::string_view json, std::string_view source);
Result<OperatorTable> parse_operators(std::string_view json, std::string_view source);
Result<PredictionTable> parse_predictions(std::string_view json, std::string_view source);

/// Read and parse; write by rename. Errors are one line that names the file.
Result<MachineModel> load_machine(const std::string& path);
Result<OperatorTable> load_operators(const std::string& path);
Result<PredictionTable> load_predictions(const std::string& path);
Status save(const std::string& path, const MachineModel& model);
Status save(const std::string& path, const OperatorTable& table);
Status save(const std::string& path, const PredictionTable& table);

}  // namespace cachebound::analysis
