#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# disassembly_test.sh <objdump> <gemm_traffic or conv_traffic> <policy> <lanes> <least kernels> <id...>
#
# For an instruction set that the emulator lacks: what a step of depth, a tile of C and a packed element move is read off
# the disassembly; how often each happens is the count of the loops, which must equal the closed form for each id.
set -eu
objdump=$1
program=$2
policy=$3
lanes=$4
least=$5
shift 5
here=$(dirname -- "$0")

status=0
"$objdump" -d --no-show-raw-insn -C "$program" |
  awk -v policy="$policy" -v lanes="$lanes" -v least="$least" -f "$here/kernel_loads.awk" || status=1
for id in "$@"; do
  "$program" "$id" | awk -v id="$id" '
    { read[NR] = $2; written[NR] = $3 }
    END { same = NR == 2 && read[1] == read[2] && written[1] == written[2]
          printf "%s %s: loops %d %d, closed form %d %d\n", same ? " " : "X", id, read[1], written[1], read[2], written[2]
          exit !same }' || status=1
done
exit $status
