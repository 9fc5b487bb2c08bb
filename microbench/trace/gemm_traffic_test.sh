#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# gemm_traffic_test.sh <emulator and its options> <plugin> <gemm_traffic> <per mille> <id...>
#
# Executes one call of each GEMM under an emulator that counts memory accesses. Reads and writes must each agree with
# what was counted by walking the loops and with the closed form, within the given per mille: a trace also sees return
# addresses, saved registers and the loops' own variables, which no model of a kernel states.
set -eu
emulator=$1
plugin=$2
program=$3
per_mille=$4
shift 4

# The counters are of one thread; a library that the program links may start others as it loads.
OPENBLAS_NUM_THREADS=1
export OPENBLAS_NUM_THREADS
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
skip() { echo "SKIP: $*"; exit 77; }
command -v "${emulator%% *}" >/dev/null || skip "${emulator%% *} is not installed (package qemu-user)"

status=0
printf '%-44s %12s %13s   %s\n' "one call of" "bytes read" "bytes written" "executed over expected, read and written"
for id in "$@"; do
  # The emulator comes with its options, hence unquoted.
  $emulator -plugin "$plugin,out=$scratch/trace" "$program" "$id" >"$scratch/expected" 2>"$scratch/error" || {
    ! grep -q "unknown option" "$scratch/error" || skip "${emulator%% *} takes no plugin: $(head -n 1 "$scratch/error")"
    cat "$scratch/error"
    exit 1
  }
  counted='s/^{.*"threads":1,"marks":2,.*"read_bytes":\([0-9]*\),"write_bytes":\([0-9]*\),"forms":.*/traced \1 \2/p'
  { sed -n "$counted" "$scratch/trace"; cat "$scratch/expected"; } | awk -v id="$id" -v limit="$per_mille" '
    $1 == "traced" { read = $2; written = $3; printf "%-44s %12d %13d  ", id, read, written; next }
    { r = (read / $2 - 1) * 1000; w = (written / $3 - 1) * 1000
      printf " %s %+.1f %+.1f per mille", $1, r, w
      if (r > limit || r < -limit || w > limit || w < -limit) { printf " (beyond %s)", limit; bad = 1 } }
    END { if (NR != 3) { printf "%s: no complete trace of one thread", id; bad = 1 }
          printf "\n"; exit bad }' || status=1
done
exit $status
