#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The convolutions and matrix products of an ONNX model as a workload of `cachebound operators`: each distinct problem
once, from shapes alone. What has no name in docs/naming.md is left out, with its reason on stderr and in the file.

    operators/import/onnx_workload.py model.onnx --dim batch=1 > model.toml
    cachebound operators --workload model.toml

Exit codes: 0 imported (all, or all but what is listed), 1 nothing could be imported, 2 usage or file, 3 no package onnx.
"""
import argparse
import collections
import math
import os
import pathlib
import re
import sys
import textwrap

try:
    import onnx
    import onnx.shape_inference
except ImportError as error:
    print(f"onnx_workload.py: {sys.executable} lacks the package onnx ({error}): apt-get install python3-onnx, which "
          "/usr/bin/python3 finds, or pip install onnx", file=sys.stderr)
    sys.exit(3)

LARGEST_DIMENSION = 1 << 20  # as in operators/conv2d/conv_shape.hpp and operators/gemm/gemm_shape.hpp
LARGEST_STEP = 1 << 12
DTYPES = {onnx.TensorProto.FLOAT: "f32", onnx.TensorProto.DOUBLE: "f64", onnx.TensorProto.FLOAT16: "f16"}
# The implementations that configs/workloads compares on such problems.
GEMM_BACKENDS = {"f32": ["tiled", "openblas", "blis", "eigen", "onednn", "xnnpack"],
                 "f64": ["tiled", "openblas", "blis", "eigen"],
                 "f16": ["tiled", "xnnpack"]}
# What does such work under other names (fused, quantised, recurrent): told of, not imported.
RELATED = re.compile("Conv(?!ert)|Gemm|MatMul|Einsum|LSTM|GRU|RNN|Attention")

Value = collections.namedtuple("Value", "type dims")  # a dimension that is no number is a name, or "?"
Problem = collections.namedtuple("Problem", "op dtype text kind")


class Unfit(Exception):
    """Why a node is no problem of ours."""


def values_of(graph):
    """What is known of the graph's tensors, by name."""
    values = {}
    for value in [*graph.input, *graph.value_info, *graph.output]:
        tensor = value.type.tensor_type
        dims = None
        if tensor.HasField("shape"):
            dims = [dim.dim_value if dim.HasField("dim_value") else dim.dim_param or "?" for dim in tensor.shape.dim]
        values[value.name] = Value(tensor.elem_type, dims)
    for tensor in graph.initializer:
        values[tensor.name] = Value(tensor.data_type, list(tensor.dims))
    return values


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


def inferred(model):
    """The model with the shapes of its activations. Values are followed through Shape and Reshape where onnx can."""
    try:
        return onnx.shape_inference.infer_shapes(model, data_prop=True)
    except Exception:  # of whatever kind: following values is the younger half of the library
        return onnx.shape_inference.infer_shapes(model)


def operand(values, node, index, name):
    """Type and dimensions of an operand, all of them positive numbers."""
    given = node.input[index] if index < len(node.input) else ""
    value = values.get(given, Value(0, None))
    if value.dims is None:
        raise Unfit(f"the shape of {name} ('{given}') is not known")
    if not all(isinstance(dim, int) for dim in value.dims):
        raise Unfit(f"{name} has unknown dimensions: [{', '.join(map(str, value.dims))}]")
    if any(dim < 1 for dim in value.dims):
        raise Unfit(f"{name} is empty: {value.dims}")
    if max(value.dims, default=1) > LARGEST_DIMENSION:
        raise Unfit(f"a dimension of {name} is larger than {LARGEST_DIMENSION}: {value.dims}")
    return value


def dtype_of(op, *operands):
    types = {value.type for value in operands if value.type}
    names = [name for name, one in onnx.TensorProto.DataType.items() if one in types]
    if len(types) != 1:
        raise Unfit(f"its operands are not of one type: {', '.join(names) or 'none is known'}")
    dtype = DTYPES.get(types.pop())
    if dtype is None or (op == "conv2d" and dtype == "f16"):
        raise Unfit(f"there is no {op} in {', '.join(names) or 'this type'}")
    return dtype


def pair(both):
    return f"{both[0]}" if both[0] == both[1] else f"{both[0]}x{both[1]}"


def padding(attributes, size, kernel, stride, dilation):
    """Vertical and horizontal padding, the same at either end."""
    auto = attributes.get("auto_pad", b"NOTSET").decode()
    pads = list(attributes.get("pads", [0] * 4)) if auto == "NOTSET" else [0] * 4
    begin, end = pads[:2], pads[2:]
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        for i in range(2):
            reach = (kernel[i] - 1) * dilation[i] + 1
            total = max((math.ceil(size[i] / stride[i]) - 1) * stride[i] + reach - size[i], 0)
            begin[i], end[i] = total // 2, total - total // 2
        if auto == "SAME_LOWER":
            begin, end = end, begin
    if begin != end:
        raise Unfit(f"padding differs between the ends: {begin} before, {end} behind")
    return begin


def convolution(node, values, attributes):
    x, w = operand(values, node, 0, "X"), operand(values, node, 1, "W")
    if len(x.dims) != 4 or len(w.dims) != 4:
        raise Unfit(f"it is {len(x.dims) - 2}-D: X is {x.dims}, W is {w.dims}")
    (n, c, *size), (o, depth, *kernel) = x.dims, w.dims
    groups = attributes.get("group", 1)
    stride, dilation = (list(attributes.get(key, [1, 1])) for key in ("strides", "dilations"))
    if depth * groups != c or o % groups != 0:
        raise Unfit(f"W of {w.dims} in {groups} groups does not fit X of {x.dims}")
    if [len(stride), len(dilation)] != [2, 2] or min(stride + dilation) < 1:
        raise Unfit(f"strides are {stride}, dilations {dilation}")
    pad = padding(attributes, size, kernel, stride, dilation)
    if len(pad) != 2 or min(pad) < 0 or max(kernel + stride + dilation + pad) > LARGEST_STEP:
        raise Unfit(f"kernel {kernel}, strides {stride}, dilations {dilation} or padding {pad} are out of range")
    if any((kernel[i] - 1) * dilation[i] + 1 > size[i] + 2 * pad[i] for i in range(2)):
        raise Unfit(f"the kernel {kernel} is larger than the padded input {size}")
    text = f"n{n}c{c}h{size[0]}w{size[1]}_o{o}k{pair(kernel)}s{pair(stride)}p{pair(pad)}"
    text += f"d{pair(dilation)}" if dilation != [1, 1] else ""
    text += f"g{groups}" if groups != 1 else ""
    kind = "plain"
    if groups > 1:
        kind = "depthwise" if groups == c == o else "grouped"
    elif (kernel, stride, dilation) == ([3, 3], [1, 1], [1, 1]):
        kind = "winograd"
    return Problem("conv2d", dtype_of("conv2d", x, w), text, kind)


def product(dtype, batch, m, n, k, transposed=""):
    if max(batch, m) > LARGEST_DIMENSION:
        raise Unfit(f"its batch of {batch} or its {m} rows are more than {LARGEST_DIMENSION}")
    kind = "plain" if batch == 1 and "_ta" not in transposed else "many or transposed A"
    return Problem("gemm", dtype, f"{f'b{batch}' if batch > 1 else ''}m{m}n{n}k{k}{transposed}", kind)


def gemm(node, values, attributes):
    a, b = operand(values, node, 0, "A"), operand(values, node, 1, "B")
    if len(a.dims) != 2 or len(b.dims) != 2:
        raise Unfit(f"A is {a.dims}, B is {b.dims}: not two matrices")
    of_a, of_b = attributes.get("transA", 0), attributes.get("transB", 0)
    (m, k), (depth, n) = a.dims[::-1] if of_a else a.dims, b.dims[::-1] if of_b else b.dims
    if k != depth:
        raise Unfit(f"A of {a.dims} and B of {b.dims} do not fit")
    return product(dtype_of("gemm", a, b), 1, m, n, k, ("_ta" if of_a else "") + ("_tb" if of_b else ""))


def matmul(node, values, _attributes):
    """As numpy has it: leading dimensions are a batch. One B for all of them is one product with as many more rows."""
    a, b = operand(values, node, 0, "A"), operand(values, node, 1, "B")
    if not a.dims or not b.dims:
        raise Unfit("an operand is a scalar")
    left = a.dims if len(a.dims) > 1 else [1, *a.dims]
    right = b.dims if len(b.dims) > 1 else [*b.dims, 1]
    (*of_a, m, k), (*of_b, depth, n) = left, right
    if k != depth:
        raise Unfit(f"A of {a.dims} and B of {b.dims} do not fit")
    rank = max(len(of_a), len(of_b))
    of_a, of_b = [1] * (rank - len(of_a)) + of_a, [1] * (rank - len(of_b)) + of_b
    while of_b and of_b[-1] == 1:  # the innermost lie one behind the other, as the rows of one matrix do
        m *= of_a.pop()
        of_b.pop()
    if of_a != of_b:
        raise Unfit(f"products of a batch share an operand: A is {a.dims}, B is {b.dims}")
    return product(dtype_of("gemm", a, b), math.prod(of_a), m, n, k)


READERS = {"Conv": convolution, "Gemm": gemm, "MatMul": matmul}


def nodes_within(node):
    """The node and, of If, Loop and Scan, those of its branches and bodies."""
    yield node
    for attribute in node.attribute:
        for graph in [attribute.g, *attribute.graphs]:
            for inner in graph.node:
                yield from nodes_within(inner)


def problem_of(node, values, quantised):
    if node.domain not in ("", "ai.onnx") or node.op_type not in READERS:
        raise Unfit("it is no Conv, Gemm or MatMul of ONNX itself")
    if quantised.intersection(node.input[:2]):
        raise Unfit("it is quantised: an operand comes out of DequantizeLinear")
    attributes = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
    return READERS[node.op_type](node, values, attributes)


def collect(model):
    """Problems with the labels of their nodes, what is left out with its reason, and a count of all other nodes."""
    values = values_of(model.graph)
    quantised = {name for node in model.graph.node if node.op_type == "DequantizeLinear" for name in node.output}
    functions = {(one.domain, one.name): one for one in model.functions}
    problems, left_out, others = {}, [], collections.Counter()
    for outer in model.graph.node:
        function = functions.get((outer.domain, outer.op_type))
        inside = [inner for one in function.node for inner in nodes_within(one)] if function else []
        related = [node for node in [*nodes_within(outer), *inside] if RELATED.search(node.op_type)]
        if not related:
            others[outer.op_type] += 1
        for node in related:
            label = one_line(f"{node.name or ', '.join(node.output)} ({node.op_type})")
            try:
                if node is not outer:
                    raise Unfit(f"it is inside {outer.op_type} '{outer.name}', and how often that runs it is not known")
                problems.setdefault(problem_of(node, values, quantised), []).append(label)
            except Unfit as unfit:
                left_out.append(one_line(f"{label}: {unfit}"))
    return problems, left_out, others


def one_line(text):
    """Names in a model may hold anything; a comment in TOML may not."""
    return "".join(char if char.isprintable() else "?" for char in text)


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
