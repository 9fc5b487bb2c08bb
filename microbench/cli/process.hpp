// SPDX-License-Identifier: Apache-2.0
// What the shell and the kernel hand to a program, put in order before anything else runs.
#pragma once

#include <string>
#include <string_view>

namespace cachebound::cli {

/// As typed, quoted where a shell would split or expand it.
std::string shell_word(std::string_view word);

/// The words as typed, quoted where a shell would split or expand them.
std::string command_line(int argc, const char* const* argv);

/// The same with --resume, which goes on where --overwrite began anew; before the words for Google Benchmark.
std::string resuming(const std::string& command_line);

/// Nothing that is opened later may become descriptor 0, 1 or 2: a table would be written into it. Where one is
/// missing, /dev/null stands, for stdout such that a write still fails.
void hold_standard_descriptors();

/// A file that reaches a limit (ulimit -f) makes the write fail, which is reported, instead of ending the program.
void survive_file_limits();

}  // namespace cachebound::cli
