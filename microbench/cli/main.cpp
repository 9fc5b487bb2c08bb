// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/program.hpp"

// NOLINTNEXTLINE(bugprone-exception-escape): what is thrown here is being out of memory before there is a command
int main(int argc, char** argv) { return cachebound::cli::run_program(argc, argv); }
