// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/process.hpp"

#include <array>

#include "catch_compat.hpp"

using cachebound::cli::command_line;
using cachebound::cli::resuming;

TEST_CASE("a command line can be pasted into a shell again", "[cli][process]") {
  const std::array words{"./cachebound", "run", "-o", "my run", "--suite=a/b.toml", "it's", "$HOME", "", "'"};
  CHECK(command_line(static_cast<int>(words.size()), words.data()) ==
        R"(cachebound run -o 'my run' --suite=a/b.toml 'it'\''s' '$HOME' '' ''\''')");
}

TEST_CASE("a run is gone on with by its own command, with --resume where the program reads it", "[cli][process]") {
  CHECK(resuming("cachebound run --quick") == "cachebound run --quick --resume");
  CHECK(resuming("cachebound run --overwrite -o d") == "cachebound run -o d --resume");
  CHECK(resuming("cachebound run --resume -o d") == "cachebound run --resume -o d");
  CHECK(resuming("cachebound run -o d -- --benchmark_out=g.json") ==
        "cachebound run -o d --resume -- --benchmark_out=g.json");
}
