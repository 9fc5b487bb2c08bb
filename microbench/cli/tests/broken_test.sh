#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A wrong kernel is never timed, its row says so, the other rows stand, and the exit code is 1.
#   broken_test.sh <command that runs cachebound with a broken backend...>
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BROKEN_CALLS="$work/calls"
fail() {
  echo "FAILED: $1"
  cat "$work/err" "$work/out.json" 2>/dev/null
  exit 1
}
printf "name = 'x'\nsummary = 'y'\n[[cases]]\nop = 'gemm'\ndtype = 'f32'\nbackends = ['naive', 'broken']\nproblems = ['m8n8k8']\n" \
  >"$work/x.toml"

"$@" operators --workload "$work/x.toml" --rounds 2 -o "$work/out.json" >"$work/out" 2>"$work/err"
code=$?
[ $code = 1 ] || fail "exit $code, expected 1"
grep -q 'wrong result, not timed: gemm/broken/f32/m8n8k8: element 63 of 64' "$work/err" || fail "no line about it"
[ "$(wc -c <"$work/calls")" = 1 ] || fail "it ran $(wc -c <"$work/calls") times, and only its verification may"
python3 - "$work/out.json" <<'PY' || fail "its row is not what it should be"
import json, sys
rows = {row["id"]: row for row in json.load(open(sys.argv[1]))["rows"]}
broken, naive = rows["gemm/broken/f32/m8n8k8"], rows["gemm/naive/f32/m8n8k8"]
assert broken["error"]["reason"] == "verification_failed", broken
assert not broken.get("verified") and "seconds" not in broken, broken
# A busy machine may leave the other one without a clean sample; it is not taken for wrong.
assert naive.get("verified") or naive["error"]["reason"] == "unstable", naive
PY
echo "passed"
