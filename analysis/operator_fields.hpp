// SPDX-License-Identifier: Apache-2.0
// Field descriptions of operators.json and predictions.json.
#pragma once

#include "analysis/archive.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"

namespace cachebound::analysis {

void visit(Archive& archive, Placement& placement);
void visit(Archive& archive, Cause& cause);
void visit(Archive& archive, Term& term);
void visit(Archive& archive, Attribution& attribution);
void visit(Archive& archive, OperatorRow& row);
void visit(Archive& archive, OperatorTable& table);
void visit(Archive& archive, Prediction& prediction);
void visit(Archive& archive, PredictionTable& table);

}  // namespace cachebound::analysis
