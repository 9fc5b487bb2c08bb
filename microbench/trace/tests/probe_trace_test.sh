#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# probe_trace_test.sh <emulator and its options> <plugin> <probe_trace> [<command that runs probe_trace>]
#
# Executes kernels of known loads and bytes in the emulator, and holds what the plugin counted against what they declare.
set -eu
emulator=$1
plugin=$2
program=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
skip() { echo "SKIP: $*"; exit 77; }
command -v "${emulator%% *}" >/dev/null || skip "${emulator%% *} is not installed (package qemu-user)"
$emulator --help | grep -q -- -plugin || skip "${emulator%% *} takes no plugins"

# The emulator comes with its options, hence unquoted.
$emulator -plugin "$plugin,out=$scratch/counts,cache=32768:4:64" "$program" run
# The same core must be shown to the check, which lists the same kernels.
$emulator "$program" check "$scratch/counts"
