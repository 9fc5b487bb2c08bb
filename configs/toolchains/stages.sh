# SPDX-License-Identifier: Apache-2.0
# Sourced by ./test and .ci/run: runs workflow presets one after the other, going on after a failure, and adds up.

passed=0
failed=0
skipped=0
stage_lines=

# attribute <name> <file>: the value of an attribute of the <testsuite> element of a JUnit file.
attribute() { sed -n "s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p; s/.*<testsuite.* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# stage <preset>: configure, build and test it; its CTest results are added to the sums, and its Catch2 test cases
# (a CTest entry is a whole module) are counted from the log.
stage() {
  preset=$1
  results=build/$preset/junit.xml
  log=build/$preset/Testing/Temporary/LastTest.log
  rm -f "$results" "$log"
  started=$(date +%s)
  status=0
  cmake --workflow --preset "$preset" || status=$?
  seconds=$(($(date +%s) - started))

  if [ ! -f "$results" ]; then
    # tidy has no tests: its build is the check.
    if [ $status = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    stage_lines="$stage_lines$preset: $([ $status = 0 ] && echo passed || echo FAILED to build), $seconds s
"
    return 0
  fi
  tests=$(attribute tests "$results")
  bad=$(attribute failures "$results")
  absent=$(attribute skipped "$results")
  off=$(attribute disabled "$results")
  good=$((tests - bad - absent - off))
  if [ $status != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  skipped=$((skipped + absent + off))
  stage_lines="$stage_lines$preset: $good of $tests test programs passed, $bad failed, $((absent + off)) skipped; $(
    catch_cases "$log"); $seconds s
"
  reasons=$(sed -n "s/^SKIP: /  skipped: /p" "$log" | sort -u)
  [ -z "$reasons" ] || stage_lines="$stage_lines$reasons
"
}

# catch_cases <log>: the sums over Catch2's last lines, "All tests passed (9 assertions in 2 test cases)" or
# "test cases: 5 | 4 passed | 1 failed".
catch_cases() {
  awk '/^All tests passed \(/ { for (i = 1; i < NF; ++i) if ($(i + 1) == "test") cases += $i; }
       /^test cases: / { cases += $3 }
       /^All tests passed \(/ { sub(/^\(/, "", $4); assertions += $4 }
       /^assertions: / { assertions += $2 }
       END { printf "%d test cases, %d assertions", cases, assertions }' "$1"
}

# recall <file>: goes on from the sums that an earlier conclude left there.
recall() { read -r passed failed skipped <"$1"; }

# conclude: what each stage did, then the sum alone on the last line (and in build/sum.txt); fails when anything failed.
conclude() {
  printf '\n%s' "$stage_lines"
  echo "$passed $failed $skipped" >build/sum.txt
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
