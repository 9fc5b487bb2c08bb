// SPDX-License-Identifier: Apache-2.0
// All of the program but main(): two executables have it, and CLI11 costs each source that reads it several seconds.
#pragma once

namespace cachebound::cli {

/// Returns the exit code.
int run_program(int argc, char** argv);

}  // namespace cachebound::cli
