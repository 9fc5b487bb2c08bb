#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bad input, bad luck: each gives one clear line on stderr and the right exit code, and leaves nothing half-written.
#   errors_test.sh <command that runs cachebound...>
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect <exit code> <text that stderr must hold> <arguments...>
expect() {
  code=$1
  text=$2
  shift 2
  $program "$@" >"$work/out" 2>"$work/err"
  got=$?
  if [ $got -ne "$code" ] || ! grep -qF -- "$text" "$work/err"; then
    echo "FAILED: cachebound $*: exit $got (expected $code), stderr:"
    cat "$work/err"
    failed=1
  fi
}

program=$*
expect 2 "subcommand is required"
expect 2 "nearest id is 'read_" characterize --quick --filter '^read_nothing$'
expect 2 "is no regular expression" characterize --quick --filter '['
expect 2 "did you mean 'quick'" characterize --suite qiuck
expect 2 "did you mean 'gemm_quick'" operators --workload gem_quick
expect 2 "did you mean 'tiled'" operators --workload gemm_quick --backend tilde
expect 2 "no/such/folder/machine.json" report no/such/folder
expect 2 "not among those this process may use" characterize --quick --cores 4095
expect 2 "at most" characterize --quick --threads 4096
expect 2 "expected 1, a count of threads, or all" characterize --quick --threads 0
expect 2 "expected 1, a count of threads, or all" run --quick --threads many -o "$work/threads"
expect 2 "--resume needs -o" characterize --quick --resume
for rounds in 0 -3 '' 8,5 5,5 1001; do
  expect 2 "--rounds" operators --workload gemm_quick --rounds "$rounds"
done
for block in nan 0 -1 inf; do
  expect 2 "--block-milliseconds" operators --workload gemm_quick --block-milliseconds $block
done
expect 2 "--cpu -5" operators --workload gemm_quick --cpu -5
expect 2 "--cpu -1" operators --workload gemm_quick --cpu -1
expect 2 "a plain file was expected" characterize --quick -o /dev/null
expect 2 "a plain file was expected" operators --workload gemm_quick -o /dev/null
: >"$work/file"
expect 2 "cannot make the folder" run --quick -o "$work/file/deeper"

mkdir "$work/run"
echo '{ "schema": "cachebound.machine/1", "host": 3' >"$work/run/machine.json"
expect 2 "machine.json: at byte" report "$work/run"
echo '{ "schema": "cachebound.machine/9" }' >"$work/run/machine.json"
expect 2 "a version that this program does not know" report "$work/run"
echo '{ "schema": "cachebound.machine/1" }' >"$work/run/machine.json"
expect 2 "expected the key" report "$work/run"
[ ! -e "$work/run/report" ] || { echo "FAILED: a report was begun from a malformed file"; failed=1; }

if [ "$(id -u)" != 0 ]; then
  mkdir "$work/locked" && chmod 555 "$work/locked"
  expect 2 "cannot write into" characterize --quick -o "$work/locked/machine.json"
fi
# A disk that is full: no file may grow beyond 4 KiB (ulimit counts blocks of 512 bytes or 1 KiB).
(ulimit -f 4 && trap '' XFSZ && $program characterize --quick --filter fma -o "$work/full.json" >"$work/out" 2>"$work/err")
code=$?
if [ $code -ne 2 ] || ! grep -qF "$work/full.json" "$work/err" || [ -e "$work/full.json" ]; then
  echo "FAILED: full disk: exit $code, stderr:"
  cat "$work/err"
  failed=1
fi
exit $failed
