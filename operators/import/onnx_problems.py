# SPDX-License-Identifier: Apache-2.0
"""Which problems the nodes of an ONNX model are, in the names of docs/naming.md."""
import collections
import math
import re

import onnx
import onnx.helper

LARGEST_DIMENSION = 1 << 20  # as in operators/conv2d/conv_shape.hpp and operators/gemm/gemm_shape.hpp
LARGEST_STEP = 1 << 12
DTYPES = {onnx.TensorProto.FLOAT: "f32", onnx.TensorProto.DOUBLE: "f64", onnx.TensorProto.FLOAT16: "f16"}
# What does such work under other names (fused, quantised, recurrent): told of, not imported.
RELATED = re.compile("Conv(?!ert)|Gemm|MatMul|Einsum|LSTM|GRU|RNN|Attention")
MOVES = ("Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity")

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
    for i in range(2) if auto in ("SAME_UPPER", "SAME_LOWER") else ():
        reach = (kernel[i] - 1) * dilation[i] + 1
        total = max((math.ceil(size[i] / stride[i]) - 1) * stride[i] + reach - size[i], 0)
        ends = total // 2, total - total // 2
        begin[i], end[i] = ends if auto == "SAME_UPPER" else ends[::-1]
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


def nodes_within(node, functions):
    """The node and, of If, Loop, Scan and the model's own functions, those of its branches and bodies."""
    yield node
    bodies = [graph for attribute in node.attribute for graph in (attribute.g, *attribute.graphs)]
    if (node.domain, node.op_type) in functions:
        bodies.append(functions[node.domain, node.op_type])
    for body in bodies:
        for inner in body.node:
            yield from nodes_within(inner, functions)


def quantised_tensors(graph):
    """What comes out of DequantizeLinear, moved about perhaps: the product that is meant is of integers."""
    names = set()
    for node in graph.node:
        if node.op_type == "DequantizeLinear" or (node.op_type in MOVES and names.intersection(node.input)):
            names.update(node.output)
    return names


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
    quantised = quantised_tensors(model.graph)
    functions = {(one.domain, one.name): one for one in model.functions}
    problems, left_out, others = {}, [], collections.Counter()
    for outer in model.graph.node:
        related = [node for node in nodes_within(outer, functions) if RELATED.search(node.op_type)]
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
