#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The convolutions and matrix products of an ONNX model as a workload of `cachebound operators`: each distinct problem
once, from shapes alone. What has no name in docs/naming.md is left out, with its reason on stderr and in the file.

    operators/import/onnx_workload.py model.onnx --dim batch=1 > model.toml
    cachebound operators --workload model.toml

Exit codes: 0 imported (all, or all but what is listed), 1 nothing could be imported, 2 usage or file, 3 no package onnx.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import sys
import textwrap

sys.dont_write_bytecode = True  # nothing of ours between the sources
try:
    import onnx
    import onnx.shape_inference

    from onnx_problems import collect, one_line
except ImportError as error:
    print(f"onnx_workload.py: {sys.executable} lacks the package onnx ({error}): apt-get install python3-onnx, which "
          "/usr/bin/python3 finds, or pip install onnx", file=sys.stderr)
    sys.exit(3)

# The implementations that configs/workloads compares on such problems.
GEMM_BACKENDS = {"f32": ["tiled", "openblas", "blis", "eigen", "onednn", "xnnpack"],
                 "f64": ["tiled", "openblas", "blis", "eigen"],
                 "f16": ["tiled", "xnnpack"]}


def fix_dimensions(graph, asked):
    """Gives open dimensions of inputs their numbers, by name or as <input>.<axis>; returns those that stay open."""
    still_open, used = {}, set()
    for value in [*graph.input, *graph.value_info, *graph.output]:
        for dim in value.type.tensor_type.shape.dim:
            if dim.dim_param == "?" or (dim.HasField("dim_value") and dim.dim_value < 1):
                dim.Clear()  # so some exporters write what is open and has no name
    for value in graph.input:
        for axis, dim in enumerate(value.type.tensor_type.shape.dim):
            if dim.HasField("dim_value"):
                continue
            names = [name for name in (dim.dim_param, f"{value.name}.{axis}") if name]
            given = [name for name in names if name in asked]
            used.update(given)
            if given:
                dim.dim_value = asked[given[-1]]
            else:
                still_open[names[0]] = True
    if unused := [name for name in asked if name not in used]:
        raise ValueError(f"--dim {unused[0]}: dimensions that are open: {', '.join(still_open) or 'no others'}")
    return list(still_open)


def infer(model, follow):
    return onnx.shape_inference.infer_shapes(model, data_prop=follow).SerializeToString()


def inferred(model):
    """With the shapes of activations, values followed through Shape and Reshape if possible: the library may crash at
    that (1.12: Shape of what an unknown operator made), so that it has a process of its own."""
    try:
        with concurrent.futures.ProcessPoolExecutor(1) as pool:
            return onnx.ModelProto.FromString(pool.submit(infer, model.SerializeToString(), True).result())
    except Exception as error:  # of whatever kind
        print(f"onnx_workload.py: going on without the values of shapes: {one_line(str(error))}", file=sys.stderr)
        return onnx.ModelProto.FromString(infer(model, False))


def comparisons(problem, layout):
    """The sets of backends that a problem is given to."""
    if problem.op == "gemm":
        names = GEMM_BACKENDS[problem.dtype]
        return [names if problem.kind == "plain" else [name for name in names if name != "xnnpack"]]
    if problem.dtype == "f64":
        return [["im2col"]]
    names = ["im2col", "direct", "onednn", "onednn-any"]
    if problem.kind == "depthwise":
        names = ["depthwise", *(["direct"] if layout == "nchw" else []), "onednn", "onednn-any"]
    if layout == "nhwc":
        names = [*names, "xnnpack"]
    return [names, ["winograd2", "winograd4"]] if problem.kind == "winograd" else [names]


def workload(source, options, problems, left_out, others):
    cases = {}
    for layout in ("nchw", "nhwc") if options.layout == "both" else (options.layout,):
        for problem, labels in problems.items():
            of = layout if problem.op == "conv2d" else "rows"
            times = f"{len(labels)} nodes, first" if len(labels) > 1 else "1 node,"
            for backends in comparisons(problem, layout):
                lines = cases.setdefault((problem.op, problem.dtype, tuple(backends), of), {})
                lines[problem.text + ("_nhwc" if of == "nhwc" else "")] = f"{times} {labels[0]}"
    given = "".join(f" --dim {name}={value}" for name, value in options.dim)
    listed = ", ".join(one_line(f"{name} {number}") for name, number in sorted(others.items())) or "none"
    text = [f"# Imported by operators/import/onnx_workload.py from {source}{one_line(given)}. Shapes alone: no bias."]
    text += textwrap.wrap(f"Nodes of other kinds: {listed}", 120, initial_indent="# ", subsequent_indent="#   ")
    text += [f"# Left out: {line}" for line in left_out]
    name = re.sub(r"[^\w.-]", "_", options.name or pathlib.Path(source).stem, flags=re.ASCII)
    count = sum(map(len, problems.values()))
    text += [f'name = "{name}"',
             f'summary = "{len(problems)} distinct problems of {count} nodes of an ONNX model; left out: {len(left_out)}"']
    for (op, dtype, backends, _), lines in cases.items():
        text += ["", "[[cases]]", f'op = "{op}"', f'dtype = "{dtype}"',
                 f"""backends = [{', '.join(f'"{backend}"' for backend in backends)}]""", "problems = ["]
        text += [f'  "{line}",  # {comment}' for line, comment in lines.items()] + ["]"]
    return "\n".join(text)


def dimension(text):
    name, _, value = text.rpartition("=")
    if not name or not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"'{text}': expected NAME=NUMBER, e.g. batch=1")
    return name, int(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="an .onnx file; data outside of it is not needed")
    parser.add_argument("--dim", action="append", default=[], type=dimension, metavar="NAME=NUMBER",
                        help="a dimension that the model leaves open: its name, or <input>.<axis>")
    parser.add_argument("--name", help="of the workload (default: the file's)")
    parser.add_argument("--layout", choices=("nchw", "nhwc", "both"), default="nchw",
                        help="of convolutions: ONNX's own, that of XNNPACK and mobile libraries, or both")
    options = parser.parse_args()
    try:
        model = onnx.load(options.model, load_external_data=False)
        still_open = fix_dimensions(model.graph, dict(options.dim))
        problems, left_out, others = collect(inferred(model))
    except Exception as error:  # whatever a file that is no model makes of the library
        print(f"onnx_workload.py: {options.model}: {one_line(str(error) or type(error).__name__)}", file=sys.stderr)
        return 2
    for line in left_out:
        print(f"onnx_workload.py: left out: {line}", file=sys.stderr)
    if left_out and still_open:
        print(f"onnx_workload.py: dimensions that --dim can give: {', '.join(still_open)}", file=sys.stderr)
    if not problems:
        print(f"onnx_workload.py: {options.model}: no convolution or matrix product to import", file=sys.stderr)
        return 1
    try:
        print(workload(one_line(os.path.basename(options.model)), options, problems, left_out, others), flush=True)
    except OSError as error:
        print(f"onnx_workload.py: cannot write to the standard output: {error.strerror}", file=sys.stderr)
        os._exit(2)  # what could not be written would be tried again at the end
    return 0


if __name__ == "__main__":
    sys.exit(main())
