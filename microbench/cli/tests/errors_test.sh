#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bad input, bad luck: each gives one clear line on stderr and the right exit code, and leaves nothing half-written.
#   errors_test.sh <command that runs cachebound...>
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect <exit code> <text that stderr must hold, or nothing> <arguments...>
expect() {
  code=$1
  text=$2
  shift 2
  $program "$@" >"$work/out" 2>"$work/err"
  got=$?
  if [ $got -ne "$code" ] || { [ -n "$text" ] && ! grep -qF -- "$text" "$work/err"; }; then
    echo "FAILED: cachebound $*: exit $got (expected $code), stderr:"
    cat "$work/err"
    failed=1
  fi
}

# await <file>: that a run in the background makes, slow as it may be under an emulator.
await() {
  patience=100
  until [ -e "$1" ] || [ $patience = 0 ]; do
    patience=$((patience - 1))
    sleep 0.1
  done
}

program=$*
expect 2 "subcommand is required"
expect 2 "no subcommand 'characterise'; did you mean 'characterize'" characterise --quick
expect 2 "no subcommand 'rum'; did you mean 'run'" -q rum
expect 2 "'--benchmark_fliter=x' after \"--\" is no flag" characterize --quick -- --benchmark_fliter=x
expect 2 "'x' after \"--\" is no flag" run --quick -o "$work/never" -- x
expect 2 "nearest id is 'read_" characterize --quick --filter '^read_nothing$'
expect 2 "is no regular expression" characterize --quick --filter '['
expect 2 "did you mean 'quick'" characterize --suite qiuck
expect 2 "did you mean 'gemm_quick'" operators --workload gem_quick
expect 2 "--threads 0: expected numbers from 1, or all" operators --threads 0
expect 2 "expected warm, cold-weights or cold-all" operators --cache-state icy
expect 2 "did you mean 'tiled'" operators --workload gemm_quick --backend tilde
expect 2 "did you mean 'resnet18'" operators --workload resnet81
for problem in n1c6h8w8_o8k3s1p1g4 n1c8h4w4_o8k7s1p1 n1c8h8w8_o8k3x3s1p1; do
  printf "name = 'x'\nsummary = 'y'\n[[cases]]\nop = 'conv2d'\ndtype = 'f32'\nbackends = ['naive']\nproblems = ['%s']\n" \
    $problem >"$work/conv.toml"
  expect 2 "conv.toml:3: operator id 'conv2d/naive/f32/$problem'" operators --workload "$work/conv.toml"
done
expect 2 "no/such/folder/machine.json is not there; \`cachebound run -o no/such/folder\` measures" report no/such/folder
expect 2 "no/such/folder/machine.json is not there" explain x --run no/such/folder
expect 2 "no suite or file 'zzzzzzzz'; there are: default, quick, thorough" characterize --suite zzzzzzzz
expect 2 "--cores 4095: not among" characterize --quick --cores 4095
expect 2 "--cpu 4095: not among" operators --workload gemm_quick --cpu 4095
expect 2 "--counters: perhaps not in" characterize --quick --counters perhaps
expect 2 "an empty word" run --quick -o ''
expect 2 "an empty word" characterize --quick -o ''
expect 2 "an empty word" operators --workload gemm_quick -o ''
expect 2 "an empty word" operators --workload ''
expect 2 "an empty word" report ''
mkdir "$work/locked.json.lock" "$work/kept.json.journal"
expect 2 "locked.json.lock is a folder or a link" operators --workload gemm_quick --filter naive -o "$work/locked.json"
expect 2 "kept.json.journal is no plain file" operators --workload gemm_quick --filter naive -o "$work/kept.json"
ln -s "$work/nowhere" "$work/linked.json.lock"
expect 2 "linked.json.lock is a folder or a link" operators --workload gemm_quick --filter naive -o "$work/linked.json"
[ ! -e "$work/nowhere" ] || { echo "FAILED: a lock was written through a link"; failed=1; }
expect 2 "name too long" report "$(printf %300s | tr ' ' x)"
expect 2 "at most" characterize --quick --threads 4096
expect 2 "expected 1, a count of threads, or all" characterize --quick --threads 0
expect 2 "expected 1, a count of threads, or all" run --quick --threads many -o "$work/threads"
long=$(printf '%0300d' 0)
expect 2 "cannot read the suite" characterize --suite "$long"
expect 2 "$long" characterize --quick -o "$work/$long"
expect 2 "an empty word" characterize --quick --threads ''
expect 2 "--slice-microseconds" characterize --quick --slice-microseconds nan
expect 2 "--sustain" characterize --quick --sustain -1
expect 2 "--sustain" run --quick --sustain 1e9
expect 2 "--resume needs -o" characterize --quick --resume
printf "name = 'x'\n[probes]\nsamples = '9'\n" >"$work/suite.toml"
expect 2 "suite.toml:3: 'samples'" run --suite "$work/suite.toml" -o "$work/never"
expect 2 "cannot read the suite" characterize --suite "$work"
: >"$work/empty.toml"
expect 2 "empty.toml: the file is empty" operators --workload "$work/empty.toml"
expect 2 "cannot read the workload" operators --workload "$work/"
for rounds in 0 -3 '' 8,5 5,5 1001; do
  expect 2 "--rounds" operators --workload gemm_quick --rounds "$rounds"
done
for block in nan 0 -1 inf; do
  expect 2 "--block-milliseconds" operators --workload gemm_quick --block-milliseconds $block
done
expect 2 "--cpu -5" operators --workload gemm_quick --cpu -5
expect 2 "--cpu -1" operators --workload gemm_quick --cpu -1
echo '{"schema": "cachebound.machine/1"}' >"$work/machine.json"
expect 2 "is a cachebound.machine file" operators --workload gemm_quick -o "$work/machine.json"
expect 2 "is a cachebound.machine file" trace --machine "$work/machine.json" -o "$work/machine.json" --overwrite
# A file that is none of ours is never replaced, be it the command's own input.
printf "name = 'x'\nsummary = 'y'\n[[cases]]\nop = 'gemm'\ndtype = 'f32'\nbackends = ['naive']\nproblems = ['m8n8k8']\n" \
  >"$work/mine.toml"
cp "$work/mine.toml" "$work/mine before.toml"
expect 2 "mine.toml is no file of cachebound" operators --workload "$work/mine.toml" -o "$work/mine.toml"
expect 2 "mine.toml is no file of cachebound" operators --workload "$work/mine.toml" -o "$work/mine.toml" --overwrite
expect 2 "mine.toml is no file of cachebound" trace --workload "$work/mine.toml" -o "$work/mine.toml"
cmp -s "$work/mine.toml" "$work/mine before.toml" || { echo "FAILED: an input was written over"; failed=1; }
expect 2 "excludes" characterize --quick --resume --overwrite -o "$work/never.json"
expect 2 "a plain file was expected" characterize --quick -o /dev/null
expect 2 "a plain file was expected" operators --workload gemm_quick -o /dev/null
: >"$work/file"
expect 2 "cannot make the folder" run --quick -o "$work/file/deeper"

# A trace: what is wrong with its options, and what it lacks.
expect 2 "did you mean 'gemm_quick'" trace --workload gem_quick
expect 2 "nearest id is 'gemm/" trace --filter '^conv$'
expect 2 "--caches and --machine" trace --caches L1=32KiB/8/64 --machine "$work/machine.json"
expect 2 "at 'L2': expected <level>=<size>" trace --caches L1=32KiB/8/64,L2
expect 2 "no program for x86-64, aarch64 or arm" trace --guest "$work/file"
expect 2 "$work/none: cannot be read" trace --guest "$work/none"
expect 2 "a plain file was expected" trace -o /dev/null
expect 2 "none.json" operators --workload gemm_quick --trace "$work/none.json"
if command -v "qemu-$(uname -m)" >/dev/null && [ $# = 1 ]; then
  expect 3 "counting plugin $work/none.so is missing" trace --plugin "$work/none.so"
fi
if [ $# = 1 ]; then # with an empty path an emulator that runs the program itself would not be found either
  whole_path=$PATH
  PATH=/nonexistent "$program" trace 2>"$work/err"
  got=$?
  PATH=$whole_path
  if [ $got -ne 3 ] || ! grep -q "is not installed: apt-get install qemu-user" "$work/err"; then
    echo "FAILED: cachebound trace without an emulator: exit $got (expected 3), stderr:"
    cat "$work/err"
    failed=1
  fi
fi

# A backend of another architecture: the row stands with its reason, and the command says that nothing ran.
foreign=$($program list backends | sed -n 's/^ *\([^ ]*\) *f32 .*not available: .* of another architecture.*/\1/p' | head -n 1)
expect 3 "can run here" operators --workload gemm_quick --backend "${foreign:?}" -o "$work/foreign.json"
grep -q '"reason"' "$work/foreign.json" || { echo "FAILED: the rows that cannot run are not in the file"; failed=1; }

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
(ulimit -f 4 && $program characterize --quick --filter fma -o "$work/full.json" >"$work/out" 2>"$work/err")
code=$?
if [ $code -ne 2 ] || ! grep -qF "$work/full.json" "$work/err" || [ -e "$work/full.json" ]; then
  echo "FAILED: full disk: exit $code, stderr:"
  cat "$work/err"
  failed=1
fi

# Room for the program, and not for the work space of OpenBLAS: a row with its reason. (Sanitizers need more room at once,
# an emulator room of its own.) OpenBLAS's OpenMP flavour takes some when it is loaded, and spins for ever where that is
# refused: looked for from above, so that one step alone ends in its timeout.
fits() { (ulimit -v "$1" && timeout -k 1 3 $program --version) >"$work/out" 2>&1; }
room=1000000
if [ $# = 1 ] && $program list backends | grep -q '^ *openblas .*OpenBLAS' && fits $room; then
  while [ $room -gt 100000 ] && fits $((room - 50000)); do room=$((room - 50000)); done
  (ulimit -v $((room + 40000)) && timeout -k 5 120 $program -q operators --workload gemm_quick --backend openblas \
    --rounds 1 --block-milliseconds 1 -o "$work/narrow.json" >"$work/out" 2>"$work/err")
  code=$?
  if [ $code -ge 124 ] || ! grep -q "work space cannot be had" "$work/narrow.json"; then
    echo "FAILED: OpenBLAS without room for its work space: exit $code, stderr:"
    cat "$work/err"
    failed=1
  fi
fi

# --resume on another cpu than the rounds that it would go on from.
if command -v taskset >/dev/null && [ "$(taskset -c 0,1 nproc 2>/dev/null)" = 2 ]; then
  resumed="-q operators --workload gemm_quick --filter naive/f32/m64 --block-milliseconds 1 -o $work/cpu.json"
  taskset -c 1 timeout -k 5 60 $program $resumed --rounds 1000 >"$work/out" 2>"$work/err" &
  await "$work/cpu.json.journal"
  kill -TERM $!
  wait $!
  taskset -c 0 timeout -k 5 60 $program $resumed --rounds 1000 --resume >"$work/out" 2>"$work/err"
  code=$?
  if [ $code -ne 2 ] || ! grep -qF "another plan" "$work/err"; then
    echo "FAILED: --resume on another cpu: exit $code, stderr:"
    cat "$work/err"
    failed=1
  fi
fi

# A standard output that cannot take what is written: a full disk, a closed descriptor.
broken_stdout() {
  for sink in /dev/full -; do
    if [ $sink = - ]; then $program "$@" 2>"$work/err" >&-; else $program "$@" 2>"$work/err" >$sink; fi
    got=$?
    if [ $got -ne 2 ] || ! grep -qF "cannot write to the standard output" "$work/err"; then
      echo "FAILED: cachebound $* >$sink: exit $got (expected 2), stderr:"
      cat "$work/err"
      failed=1
    fi
  done
}
broken_stdout --version
broken_stdout --help
broken_stdout doctor
broken_stdout doctor --format json
broken_stdout list suites
broken_stdout list cores
# Without stdout and stderr a file that the program opens must not become one of them.
$program operators --workload gemm_quick --filter tiled/f32/m64 --rounds 1 --block-milliseconds 1 -o "$work/bare.json" \
  <&- >&- 2>&-
if ! grep -q cachebound.operators/1 "$work/bare.json" || grep -q '^! \|round 1/' "$work/bare.json"; then
  echo "FAILED: without standard descriptors: bare.json"
  failed=1
fi

# The command that measures a row again names the suite, quoted where it must be.
printf "name = 'tiny'\n[probes]\nrounds = [1]\nsamples = 1\nsweep_sizes = ['8KiB']\nload_slots = false\naccumulators = false\n" \
  >"$work/tiny suite.toml"
expect 2 "tiny suite.toml is no file of cachebound" characterize --suite "$work/tiny suite.toml" \
  -o "$work/tiny suite.toml" --overwrite
$program --quiet characterize --suite "$work/tiny suite.toml" --filter fma_f32 -o "$work/tiny.json" >"$work/out" 2>"$work/err"
if ! grep -qF "characterize --suite '$work/tiny suite.toml' --filter '^fma_f32" "$work/tiny.json"; then
  echo "FAILED: repro:"
  grep repro "$work/tiny.json" | head -n 1
  failed=1
fi

# What the tables of contents say of each file is from the file.
$program list workloads | grep -q '^gemm_quick *three square f32 GEMMs' || { echo "FAILED: list workloads"; failed=1; }
$program list suites | grep -q '^quick *one peak form per type' || { echo "FAILED: list suites"; failed=1; }

# Stopped before its first round: it says so, names no --resume, and leaves nothing.
$program -q operators --workload gemm_square --backend naive --filter m512 -o "$work/early.json" >"$work/out" 2>"$work/err" &
await "$work/early.json.lock"
kill -TERM $!
wait $!
got=$?
if [ $got -ne 130 ] || ! grep -qF "interrupted before anything was measured; $work/early.json is as it was" "$work/err" ||
  grep -q -e --resume "$work/err" || [ -e "$work/early.json" ] || [ -e "$work/early.json.journal" ]; then
  echo "FAILED: stopped before the first round: exit $got, stderr:"
  cat "$work/err"
  failed=1
fi

# Two runs with one output: the second is refused, and the first one's lock goes with it.
$program -q operators --workload gemm_quick --filter naive/f32/m64 --block-milliseconds 1 --rounds 1000 \
  -o "$work/both.json" >"$work/out" 2>"$work/err" &
await "$work/both.json.journal"
expect 2 "both.json is being written by process" operators --workload gemm_quick --filter naive/f32/m64 -o "$work/both.json"
kill -TERM $!
wait $!
[ ! -e "$work/both.json.lock" ] || { echo "FAILED: the lock of an ended run is still there"; failed=1; }
# What it measured is not lost by beginning anew.
expect 2 "both.json.journal: --resume goes on with it, --overwrite begins anew" operators --workload gemm_quick \
  --filter naive/f32/m64 -o "$work/both.json"
[ -e "$work/both.json.journal" ] || { echo "FAILED: the journal of an unfinished run is gone"; failed=1; }
expect 0 "written" operators --workload gemm_quick --filter naive/f32/m64 --block-milliseconds 1 --rounds 1 \
  -o "$work/both.json" --overwrite
[ ! -e "$work/both.json.journal" ] || { echo "FAILED: a run that is complete has a journal"; failed=1; }
expect 2 "both.json is there already: --overwrite replaces it" operators --workload gemm_quick -o "$work/both.json"

# --resume of a run that is complete, and of one that was never begun.
cp "$work/tiny.json" "$work/tiny before.json"
expect 0 "tiny.json is complete" characterize --suite "$work/tiny suite.toml" -o "$work/tiny.json" --resume
cmp -s "$work/tiny.json" "$work/tiny before.json" || { echo "FAILED: --resume changed a complete file"; failed=1; }
expect 2 "was not begun" characterize --suite "$work/tiny suite.toml" -o "$work/never.json" --resume

# Operators that were measured without a machine are placed when they are shown beside one.
mkdir "$work/beside" && cp "$work/tiny.json" "$work/beside/machine.json"
expect 2 "beside/operators.json is not there; \`cachebound operators --machine" explain gemm/x --run "$work/beside"
expect 0 "written" operators --workload gemm_quick --filter naive/f32/m64n64k64 --rounds 1 --block-milliseconds 1 \
  -o "$work/beside/operators.json"
expect 0 "is complete" operators --workload gemm_quick --filter naive/f32/m64n64k64 -o "$work/beside/operators.json" --resume
expect 2 "holds other operators" operators --workload gemm_quick -o "$work/beside/operators.json" --resume
# (On a busy machine every sample may be lost, and a row without a time has no place.)
word=
unplaced="no machine document was given: --machine FILE"
grep -q "$unplaced" "$work/beside/operators.json" && word="was measured without a machine and is placed on"
expect 0 "$word" explain gemm/naive/f32/m64n64k64 --run "$work/beside"
if grep -q "$unplaced" "$work/out"; then echo "FAILED: explain did not place the row"; failed=1; fi
if ! grep -qF "m64n64k64$' --rounds 1 --block-milliseconds 1" "$work/beside/operators.json"; then
  echo "FAILED: the command that makes the row again:"
  grep repro "$work/beside/operators.json"
  failed=1
fi
# Placing measures nothing, and writes over its input only if that is asked for.
place="place --machine $work/beside/machine.json --operators $work/beside/operators.json"
expect 2 "beside/operators.json is there already" $place -o "$work/beside/operators.json"
expect 2 "-o and --predictions both name" $place -o "$work/placed.json" --predictions "$work/beside/../placed.json"
expect 0 "written" $place -o "$work/beside/operators.json" --overwrite
if grep -q "$unplaced" "$work/beside/operators.json"; then echo "FAILED: place did not place the row"; failed=1; fi

# A folder that holds a run keeps it; one that may be replaced stays as it was until the new run has a row.
cp -r "$work/beside" "$work/kept"
echo '{"schema": "cachebound.journal/1"}' >"$work/kept/operators.json.journal"
cp -r "$work/kept" "$work/kept before"
expect 2 "holds a run already: --resume goes on with" run --quick -o "$work/kept"
$program --quiet run --quick --overwrite -o "$work/kept" >"$work/out" 2>"$work/err" &
await "$work/kept/machine.json.lock"
kill -TERM $!
wait $!
for file in machine.json operators.json operators.json.journal; do
  cmp -s "$work/kept/$file" "$work/kept before/$file" || { echo "FAILED: $file of an earlier run is gone"; failed=1; }
done
echo mine >"$work/kept/predictions.json"
expect 2 "predictions.json is no file of cachebound" run --quick --overwrite -o "$work/kept"

# A terminal that closes ends a run as Ctrl-C does; under nohup it goes on.
endless="--quiet operators --workload gemm_quick --filter tiled --rounds 1000"
# (Where this script itself was started under nohup, no shell can undo that: then only the second half is tried.)
if [ $((0x$(sed -n 's/^SigIgn:[[:space:]]*.*\(.\)$/\1/p' /proc/self/status) & 1)) = 0 ]; then
  $program $endless >"$work/out" 2>"$work/err" &
  sleep 2
  kill -HUP $!
  wait $!
  got=$?
  [ $got -eq 130 ] || { echo "FAILED: SIGHUP: exit $got (expected 130)"; failed=1; }
fi
(trap '' HUP && exec $program $endless >"$work/out" 2>"$work/err") &
sleep 2
kill -HUP $!
sleep 1
kill -TERM $! 2>"$work/err" || { echo "FAILED: SIGHUP under nohup ended the run"; failed=1; }
wait $!
exit $failed
