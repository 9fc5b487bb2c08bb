// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/page_width.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "analysis/report/text_writer.hpp"

namespace cachebound::cli {
namespace {

/// Below it tables are letters under one another.
constexpr int narrowest_page = 40;

/// 0: not set, or no number.
int number_of_columns(const char* text) {
  int columns = 0;
  if (text == nullptr) return 0;
  const std::string_view view(text);
  const auto [end, code] = std::from_chars(view.data(), view.data() + view.size(), columns);
  return code == std::errc{} && end == view.data() + view.size() ? columns : 0;
}

}  // namespace

int page_width(bool terminal, const char* columns, int reported) {
  if (!terminal) return analysis::report::TextOptions{}.width;
  for (const int width : {number_of_columns(columns), reported}) {
    if (width > 0) return std::max(width, narrowest_page);
  }
  return analysis::report::TextOptions{}.width;
}

int stdout_width() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  return page_width(isatty(STDOUT_FILENO) != 0, std::getenv("COLUMNS"), known ? size.ws_col : 0);
}

}  // namespace cachebound::cli
