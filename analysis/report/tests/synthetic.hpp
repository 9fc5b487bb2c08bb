// SPDX-License-Identifier: Apache-2.0
// Machines that do not exist: a small one whose every number is known by heart, and a full one to look at.
#pragma once

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"

namespace cachebound::analysis::report::synthetic {

/// One compute and two memory ceilings, a placed operator, an operator whose result was wrong.
MachineModel small_machine();
OperatorTable small_operators();

/// A virtual machine with four levels, a contradiction, a sweep of forty sizes and a dozen operators.
MachineModel full_machine();
OperatorTable full_operators();

}  // namespace cachebound::analysis::report::synthetic
