#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is counted beside a row, and what is said where it cannot be.
#   counters_test.sh <command that runs cachebound...>
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
program=$*
row='^chase_scalar_paged/ws:8KiB$'

# holds <file> <text> <what was run>
holds() {
  grep -qF -- "$2" "$1" && return
  echo "FAILED: $3: '$2' is missing:"
  cat "$work/err"
  failed=1
}

$program list counters >"$work/list" 2>"$work/err" || failed=1
for text in 'PMUs' 'counters on ' 'software events:' 'task-clock' 'minor-faults' 'ipc' 'PAPI: '; do
  holds "$work/list" "$text" "list counters"
done

$program characterize --quick --filter "$row" --format json >"$work/auto" 2>"$work/err" || failed=1
for text in '"counters"' '"task-clock"' '"uncounted"'; do holds "$work/auto" "$text" "--counters auto"; done
# A row that lost every sample, on a machine that is too busy, has an error instead of values.
lost() { grep -q '"reason": "unstable"' "$1"; }
lost "$work/auto" || holds "$work/auto" '"per": "second"' "--counters auto"
holds "$work/err" 'counters: ' "--counters auto"

$program characterize --quick --counters none --filter "$row" --format json >"$work/none" 2>"$work/err" || failed=1
if grep -qF '"counters"' "$work/none"; then
  echo "FAILED: --counters none counts"
  failed=1
fi

# A source that is insisted on either counts or ends the run with its reason.
for source in perf papi; do
  $program characterize --quick --counters $source --filter "$row" --format json >"$work/out" 2>"$work/err"
  case $? in
    0) holds "$work/out" '"task-clock"' "--counters $source" ;;
    3) holds "$work/err" "--counters $source: nothing can be counted" "--counters $source" ;;
    *)
      echo "FAILED: --counters $source:"
      cat "$work/err"
      failed=1
      ;;
  esac
done

$program operators --workload gemm_quick --filter '^gemm/naive/f32/m64n64k64$' --rounds 5 --format json >"$work/operators" \
  2>"$work/err" || failed=1
lost "$work/operators" || holds "$work/operators" '"minor-faults"' "operators"
exit $failed
