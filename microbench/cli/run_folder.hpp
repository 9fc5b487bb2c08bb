// SPDX-License-Identifier: Apache-2.0
// What a folder holds of a run: read alike by the commands that show it.
#pragma once

#include <optional>
#include <string>

#include "analysis/documents.hpp"
#include "microbench/cli/common.hpp"

namespace cachebound::cli {

struct RunFolder {
  analysis::MachineModel machine;
  std::optional<analysis::OperatorTable> operators;
  std::optional<analysis::PredictionTable> predictions;
};

/// machine.json, and operators.json and predictions.json where they are there. Operators that were measured without a
/// machine (`operators -o` alone) are placed on this one, with a word on stderr; the file stays as it is. Error: which
/// file is missing, and the command that writes it; or what cannot be read.
Result<RunFolder> load_run(const std::string& directory, const GlobalOptions& global);

}  // namespace cachebound::cli
