// SPDX-License-Identifier: Apache-2.0
#include "microbench/child_process.hpp"

#include <csignal>

#include "catch_compat.hpp"

using namespace cachebound;

namespace {

ChildCommand shell(const char* script) { return {.program = "/bin/sh", .arguments = {"-c", script}}; }

}  // namespace

TEST_CASE("a child's output, complaint and exit code come back apart", "[core][child]") {
  const auto run = run_child(shell("echo out; echo err >&2; exit 7"));
  REQUIRE(run);
  CHECK(run->out == "out\n");
  CHECK(run->err == "err\n");
  CHECK(run->exit_code == 7);
}

TEST_CASE("a child that a signal ends has no exit code", "[core][child]") {
  const auto run = run_child(shell("kill -TERM $$"));
  REQUIRE(run);
  CHECK_FALSE(run->exit_code);
  CHECK(run->signal == SIGTERM);
}

TEST_CASE("a child has this environment, with what was set instead", "[core][child]") {
  ChildCommand command = shell("echo $CACHEBOUND_TEST-${PATH:+path}");
  command.environment = {{"CACHEBOUND_TEST", "set"}};
  const auto run = run_child(command);
  REQUIRE(run);
  CHECK(run->out == "set-path\n");
}

TEST_CASE("a child goes without what it shall not have", "[core][child]") {
  ChildCommand command = shell("echo ${PATH:-none}-${HOME:-none}-$CACHEBOUND_TEST");
  command.program = "/bin/sh";
  command.environment = {{"CACHEBOUND_TEST", "set"}};
  command.without = {"PATH", "HOME", "CACHEBOUND_TEST"};  // what is set is set
  const auto run = run_child(command);
  REQUIRE(run);
  CHECK(run->out.ends_with("-none-set\n"));
}

TEST_CASE("a child ends with its limit, or when it is stopped", "[core][child]") {
  ChildCommand late = shell("exec sleep 60");
  late.limit = std::chrono::milliseconds(50);
  CHECK(run_child(late).error().reason == Reason::unstable);
  const std::atomic<bool> stop{true};
  ChildCommand stopped = shell("exec sleep 60");
  stopped.stop = &stop;
  CHECK(run_child(stopped).error().reason == Reason::interrupted);
  CHECK(run_child({.program = "/nonexistent/program", .arguments = {}}).error().reason == Reason::not_found);
}
