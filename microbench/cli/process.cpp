// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/process.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string_view>

namespace cachebound::cli {
namespace {

constexpr std::string_view plain_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";

}  // namespace

std::string shell_word(std::string_view word) {
  if (!word.empty() && word.find_first_not_of(plain_characters) == std::string_view::npos) return std::string(word);
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

std::string command_line(int argc, const char* const* argv) {
  std::string line = "cachebound";
  for (int i = 1; i < argc; ++i) line += " " + shell_word(argv[i]);
  return line;
}

std::string resuming(const std::string& command_line) {
  constexpr std::string_view end_of_options = " -- ", overwrite = " --overwrite", resume = " --resume";
  const auto end = std::min(command_line.find(end_of_options), command_line.size());
  std::string options = command_line.substr(0, end);
  if (const auto at = options.find(overwrite); at != std::string::npos) options.erase(at, overwrite.size());
  if (options.find(resume) == std::string::npos) options += resume;
  return options + command_line.substr(end);
}

void hold_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    // open() takes the lowest free number, which is this one: those below it are held.
    const int opened = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    if (opened < 0) return;  // no /dev/null in this root: then there is nothing to hold them with
  }
}

void survive_file_limits() { std::signal(SIGXFSZ, SIG_IGN); }

}  // namespace cachebound::cli
