#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# openblas_traffic_test.sh <cachebound> <sysroot> <core> <n> <loads per MAC> <stores per MAC>
#                          [with the emulator that runs it in $EMULATOR]
#
# OpenBLAS chooses its kernel by the core that the emulator shows: bytes per multiply-accumulate of a square GEMM are
# those that its register tile and its blocks explain, S(1/mr + 1/nr) and so on, within 2 %.
set -eu
cachebound=$1
sysroot=$2
core=$3
n=$4
loads=$5
stores=$6
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf 'name = "square"\nsummary = "of this test"\n[[cases]]\nop = "gemm"\ndtype = "f32"\nbackends = ["openblas"]\nproblems = ["m%sn%sk%s"]\n' \
  "$n" "$n" "$n" >"$scratch/square.toml"
status=0
${EMULATOR:-} "$cachebound" --quiet trace --workload "$scratch/square.toml" --sysroot "$sysroot" --emulate "$core" \
  --caches L1=32KiB,L2=512KiB --format csv >"$scratch/trace.csv" 2>"$scratch/error" || status=$?
if [ $status = 3 ]; then
  echo "SKIP: $(cat "$scratch/error")"
  exit 77
fi
[ $status = 0 ] || { cat "$scratch/error" "$scratch/trace.csv"; exit 1; }
awk -F, -v core="$core" -v n="$n" -v loads="$loads" -v stores="$stores" '
  function off(counted, expected) { return (counted / expected - 1) * 100 }
  /^#|^$/ { next }
  !header { for (i = 1; i <= NF; ++i) column[$i] = i; header = 1; next }
  { l = $column["l1_read_bytes"] / n ^ 3; s = $column["l1_written_bytes"] / n ^ 3
    printf "%s n=%d: %.3f loaded, %.3f stored bytes per multiply-accumulate; %.3f and %.3f expected: %+.1f %+.1f %%\n",
      core, n, l, s, loads, stores, off(l, loads), off(s, stores)
    rows = 1
    # The expected figures have three digits: half of the last is 1.3 % of 0.039, hence 2 % of the exact value.
    if (off(l, loads) ^ 2 > 4 || off(s, stores) ^ 2 > 4) bad = 1 }
  END { exit bad || !rows }' "$scratch/trace.csv"
