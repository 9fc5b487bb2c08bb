// SPDX-License-Identifier: Apache-2.0
// What all core kinds reach at once: a table of the machine, beside those of each kind.
#pragma once

#include "analysis/report/build_report.hpp"

namespace cachebound::analysis::report {

/// No rows on a machine of one kind, or where it was not measured.
Table together_table(const ReportInput& input);

/// What its rows say besides, such as signs of trouble and uneven threads.
Notices together_notes(const ReportInput& input);

}  // namespace cachebound::analysis::report
