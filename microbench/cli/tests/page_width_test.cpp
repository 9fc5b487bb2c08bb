// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/page_width.hpp"

#include "catch_compat.hpp"

using cachebound::cli::page_width;

TEST_CASE("a page is as wide as the terminal, and always the same in a file", "[cli][page]") {
  CHECK(page_width(false, "60", 70) == 100);
  CHECK(page_width(true, "60", 70) == 60);
  CHECK(page_width(true, nullptr, 70) == 70);
  CHECK(page_width(true, nullptr, 0) == 100);
  CHECK(page_width(true, "1", 0) == 40);
  for (const char* none : {"", "wide", "80x", "-3", "0", "99999999999999"}) CHECK(page_width(true, none, 70) == 70);
}
