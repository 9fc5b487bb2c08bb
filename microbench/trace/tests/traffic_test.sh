#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# traffic_test.sh <cachebound> <gemm_traffic or conv_traffic> <sysroot or -> <per mille> <operator id...>
#                 [with the emulator that runs either in $EMULATOR]
#
# `cachebound trace` of these operators. Bytes read and written must each agree with what was counted by walking the loops
# and with the closed form, within the given per mille: a trace also sees return addresses, saved registers and the
# loops' own variables, which no model of a kernel states.
set -eu
cachebound=$1
expected=$2
sysroot=$3
per_mille=$4
shift 4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

printf '%s\n' "$@" | awk -F/ '
  BEGIN { print "name = \"tiles\"\nsummary = \"of this test\"" }
  { printf "[[cases]]\nop = \"%s\"\nbackends = [\"%s\"]\ndtype = \"%s\"\nproblems = [\"%s\"]\n", $1, $2, $3, $4 }' \
  >"$scratch/tiles.toml"
if [ "$sysroot" = - ]; then set --; else set -- --sysroot "$sysroot"; fi
# These sizes give the blocks that are taken where no cache is stated, as gemm_traffic takes them.
status=0
${EMULATOR:-} "$cachebound" --quiet trace --workload "$scratch/tiles.toml" --caches L1=32KiB,L2=256KiB "$@" \
  --format csv >"$scratch/trace.csv" 2>"$scratch/error" || status=$?
if [ $status = 3 ]; then
  echo "SKIP: $(cat "$scratch/error")"
  exit 77
fi
[ $status = 0 ] || { cat "$scratch/error" "$scratch/trace.csv"; exit 1; }

# The columns of the table by name.
awk -F, '
  /^#|^$/ { next }
  !header { for (i = 1; i <= NF; ++i) column[$i] = i; header = 1; next }
  { print $column["operator"], $column["l1_read_bytes"], $column["l1_written_bytes"] }' "$scratch/trace.csv" >"$scratch/traced"
printf '%-44s %12s %13s   %s\n' "one call of" "bytes read" "bytes written" "executed over expected, read and written"
rows=0
while read -r id read written; do
  rows=$((rows + 1))
  case $written in "" | none)
    grep -F "$id" "$scratch/trace.csv"
    status=1
    continue
    ;;
  esac
  ${EMULATOR:-} "$expected" "$id" | awk -v id="$id" -v read="$read" -v written="$written" -v limit="$per_mille" '
    NR == 1 { printf "%-44s %12d %13d  ", id, read, written }
    { r = (read / $2 - 1) * 1000; w = (written / $3 - 1) * 1000
      printf " %s %+.1f %+.1f per mille", $1, r, w
      if (r > limit || r < -limit || w > limit || w < -limit) { printf " (beyond %s)", limit; bad = 1 } }
    END { printf "\n"; exit bad || NR != 2 }' || status=1
done <"$scratch/traced"
[ $rows -gt 0 ] || { echo "no row was traced"; cat "$scratch/trace.csv" "$scratch/error"; status=1; }
exit $status
