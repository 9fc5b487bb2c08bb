#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Our own implementations beside those of libraries, from a file of `cachebound operators -o`: for each problem the time
of a library over that of our fastest one, round by round (the rounds interleave them), and the geometric mean over the
problems of a kind. Above 1 we are faster. docs/peers.md says how to read it.

    operators/peers/best_of.py operators.json
    operators/peers/best_of.py --against onednn,onednn-any --own direct,im2col operators.json
"""
import argparse
import json
import math
import statistics
import sys

OWN = ("naive", "tiled", "im2col", "direct", "depthwise", "winograd2", "winograd4")


def is_own(backend):
    return backend.split("-")[0] in OWN


def kind_of(row):
    """What problems are averaged over: operator, type, layout, depthwise apart."""
    problem = row["problem"]
    kind = f"{row['op']} {row['dtype']}"
    if row["op"] == "conv2d":
        kind += " NHWC" if problem.endswith("_nhwc") else " NCHW"
        channels = problem.split("c")[1].split("h")[0]
        if f"g{channels}" in problem.removesuffix("_nhwc").split("p")[-1]:
            kind += " depthwise"
    return kind


def fastest(rows):
    return min(rows, key=lambda row: row["seconds"]["value"]) if rows else None


def rounds_over(theirs, own):
    """Theirs / ours of each round that both have, or of the medians where a file keeps no rounds."""
    pairs = list(zip(theirs.get("round_seconds", []), own.get("round_seconds", [])))
    return [a / b for a, b in pairs] or [theirs["seconds"]["value"] / own["seconds"]["value"]]


def chosen(rows, names, otherwise):
    return [row for row in rows if (row["backend"] in names if names else otherwise(row["backend"]))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="operators.json")
    parser.add_argument("--own", default="", help="of our own only these, comma-separated")
    parser.add_argument("--against", default="", help="of the libraries only these, comma-separated")
    options = parser.parse_args()
    names = {key: [name for name in getattr(options, key).split(",") if name] for key in ("own", "against")}

    problems = {}
    with open(options.file, encoding="utf-8") as file:
        for row in json.load(file)["rows"]:
            if "seconds" in row and "error" not in row:
                problems.setdefault((kind_of(row), row["problem"]), []).append(row)

    means = {}
    print("| problem | ours | best of the others | theirs / ours, median [least, greatest] of rounds |\n|---|---|---|---|")
    for (kind, problem), rows in problems.items():
        own = fastest(chosen(rows, names["own"], is_own))
        theirs = fastest(chosen(rows, names["against"], lambda backend: not is_own(backend)))
        if own is None or theirs is None:
            continue
        ratios = rounds_over(theirs, own)
        middle = statistics.median(ratios)
        means.setdefault(kind, []).append(middle)
        print(f"| {problem} | {own['backend']} {own['seconds']['value'] * 1e3:.3f} ms | {theirs['backend']} | "
              f"{middle:.3f} [{min(ratios):.3f}, {max(ratios):.3f}] of {len(ratios)} |")
    if not means:
        sys.exit("no problem has a row of ours and one of a library")
    print()
    for kind, values in means.items():
        mean = math.exp(statistics.fmean(math.log(value) for value in values))
        print(f"{kind}: geometric mean {mean:.3f}, least {min(values):.3f}, of {len(values)} problems")


if __name__ == "__main__":
    main()
