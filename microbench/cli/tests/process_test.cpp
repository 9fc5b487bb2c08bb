// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/process.hpp"

#include <array>

#include "catch_compat.hpp"

using cachebound::cli::command_line;

TEST_CASE("a command line can be pasted into a shell again", "[cli][process]") {
  const std::array words{"./cachebound", "run", "-o", "my run", "--suite=a/b.toml", "it's", "$HOME", "", "'"};
  CHECK(command_line(static_cast<int>(words.size()), words.data()) ==
        R"(cachebound run -o 'my run' --suite=a/b.toml 'it'\''s' '$HOME' '' ''\''')");
}
