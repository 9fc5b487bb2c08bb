// SPDX-License-Identifier: Apache-2.0
// Where results leave the program: files and stdout, in every format.
#pragma once

#include <string>
#include <string_view>

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "analysis/trace/trace_table.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

/// To stdout; a closed pipe or a full disk is an error.
Status print_text(std::string_view text);

/// `format`: text, markdown, csv or json.
Status print_machine(const analysis::MachineModel& model, const std::string& format);
Status print_operators(const analysis::MachineModel& model, const analysis::OperatorTable& table,
                       const std::string& format);

Status print_trace(const analysis::TraceTable& trace, const std::string& format);

/// One row with its evidence, as text.
Status print_waterfall(const analysis::MachineModel& model, const analysis::OperatorTable& table,
                       const analysis::OperatorRow& row);

/// The headline facts, levels and operators as text on stdout: what a person reads after `run`.
Status print_summary(const analysis::MachineModel& model, const analysis::OperatorTable* table);

/// Renders DIR/report; returns the path of index.html. Says on stderr what could not be drawn.
Result<std::string> write_report_folder(const std::string& directory, const analysis::MachineModel& model,
                                        const analysis::OperatorTable* table,
                                        const analysis::PredictionTable* predictions, bool quiet);

}  // namespace cachebound::cli
