#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Our ceilings beside what others reach: rounds that alternate cachebound, the loops of peer_kernels, and likwid-bench
(where it is installed), on one core, and the ratio ours / theirs of every round. docs/peers.md says how to read it.

    probes/peers/compare.py --build build/dev --program build/release/microbench/cli/cachebound --cpu 1
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

SUFFIXES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
# likwid-bench counts bytes as we do. Its working set is that of all streams, as ours is.
LIKWID = {"read": ["load_avx512", "load_avx"], "copy": ["copy_avx512", "copy_avx"],
          "ntcopy": ["copy_mem_avx512", "copy_mem_avx"]}
LIKWID_BYTES = 8e9  # per call: 0.1 s in L2, a quarter of a second and 30 passes through 256 MiB of DRAM


def bytes_of(size):
    number, suffix = re.fullmatch(r"(\d+)(B|KiB|MiB|GiB)", size).groups()
    return int(number) * SUFFIXES[suffix]


def run(command):
    # Huge pages for peers that allocate by malloc, as for ours: glibc 2.35 and later.
    environment = dict(os.environ, GLIBC_TUNABLES="glibc.malloc.hugetlb=1")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    return done.stdout if done.returncode == 0 else ""


def suite_file(sizes):
    """Every form at these sizes alone: a suite may be a file of the user's."""
    listed = ", ".join(f'"{size}"' for size in sizes)
    file = tempfile.NamedTemporaryFile("w", suffix=".toml", delete=False)
    file.write(f"""name = "peers"
summary = "reads and copies at the sizes of a comparison"
[probes]
forms = "all"
rounds = [5]
samples = 9
sweep_sizes = [{listed}]
access_sizes = [{listed}]
latency_sizes = []
mixed_sizes = []
line_size = false
load_slots = false
accumulators = false
thread_counts = "none"
[operators]
workload = "gemm_quick"
rounds = [5]
block_milliseconds = 25
""")
    file.close()
    return file.name


def ours(program, suite, cpu):
    """{(access, bytes): (rate, probe)}: the fastest form, by the median of its rounds."""
    text = run([program, "--quiet", "characterize", "--suite", suite, "--cores", str(cpu), "--filter",
                "^(read|copy|ntcopy)_", "--format", "json"])
    best = {}
    for kind in json.loads(text)["core_kinds"]:
        for row in kind["measurements"]:
            rate = row.get("bytes_per_second")
            if row["kind"] != "memory" or row["threads"] != 1 or not rate:
                continue
            key = (row["access"], bytes_of(row["id"].split("/ws:")[1]))
            best[key] = max(best.get(key, (0.0, "")), (rate["value"], row["probe"]))
    return best


def loops(folder, size, cpu):
    rates = {}
    for program in sorted(pathlib.Path(folder, "probes", "peers").glob("peer_kernels*")):
        if program.suffix or not os.access(program, os.X_OK) or program.is_dir():
            continue
        for line in run(["taskset", "-c", str(cpu), str(program), str(size)]).splitlines():
            name, access, rate = line.split()
            rates[(access, f"{name} ({program.name.replace('peer_kernels', 'gcc').replace('gcc_', 'gcc ')})")] = float(rate)
    return rates


def likwid(size, cpu, accesses):
    rates = {}
    if not shutil.which("likwid-bench"):
        return rates
    for access in accesses:
        for test in LIKWID[access]:
            iterations = max(2, int(LIKWID_BYTES / size))
            text = run(["taskset", "-c", str(cpu), "likwid-bench", "-t", test, "-i", str(iterations), "-w",
                        f"S0:{size}B:1"])
            found = re.search(r"MByte/s:\s+([0-9.]+)", text)
            if found:
                rates[(access, f"likwid {test}")] = float(found.group(1)) * 1e6
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="a build with tests, for its peer_kernels")
    parser.add_argument("--program", required=True, help="the cachebound to compare")
    parser.add_argument("--cpu", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="256KiB,8MiB,256MiB", help="working sets, one of each level")
    parser.add_argument("--all", action="store_true", help="every loop, not only the one of each kind that does best")
    options = parser.parse_args()
    sizes = options.sizes.split(",")
    suite = suite_file(sizes)
    ratios, rates, probes = {}, {}, {}
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        mine = ours(options.program, suite, options.cpu)
        for size in sizes:
            count = bytes_of(size)
            accesses = [access for access in LIKWID if (access, count) in mine]  # a non-temporal copy is DRAM's
            theirs = loops(options.build, count, options.cpu) | likwid(count, options.cpu, accesses)
            for (access, name), rate in theirs.items():
                key = (access, count)
                if key not in mine:
                    continue
                probes.setdefault((size, access), set()).add(mine[key][1])
                rates.setdefault((size, access), []).append(mine[key][0])
                ratios.setdefault((size, access, name), []).append(mine[key][0] / rate)
    os.unlink(suite)
    print("| working set | access | ours (GB/s) | against | ours / theirs, median [least, greatest] |")
    print("|---|---|---|---|---|")
    strongest = {}
    for (size, access, name), values in ratios.items():
        kind = name if options.all else "likwid" if name.startswith("likwid") else "libc" if "libc" in name else "gcc"
        rank = (statistics.median(values), name, values)
        strongest[(size, access, kind)] = min(strongest.get((size, access, kind), rank), rank)
    for (size, access, _), (_, name, values) in sorted(strongest.items(), key=lambda i: (bytes_of(i[0][0]), i[0][1:])):
        form = ", ".join(sorted(probes[(size, access)]))
        rate = statistics.median(rates[(size, access)]) / 1e9
        print(f"| {size} | {access} | {rate:.1f} by {form} | {name} | {statistics.median(values):.3f} "
              f"[{min(values):.3f}, {max(values):.3f}] |")


if __name__ == "__main__":
    main()
