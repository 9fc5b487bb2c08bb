# SPDX-License-Identifier: Apache-2.0
"""The importer on models that are made here, with answers that are known.

usage: onnx_workload_test.py PROJECT_ROOT CACHEBOUND
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    import tomllib

    from onnx import TensorProto, helper
except ImportError as error:
    # Debian's package serves Debian's interpreter, which need not be the first on the path.
    if os.path.exists("/usr/bin/python3") and "CACHEBOUND_RETRIED" not in os.environ:
        os.execve("/usr/bin/python3", ["/usr/bin/python3", *sys.argv], dict(os.environ, CACHEBOUND_RETRIED="1"))
    print(f"SKIP: onnx_workload_test needs python3-onnx and Python 3.11 ({error})")
    sys.exit(0)

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
SCRIPT = ROOT / "operators/import/onnx_workload.py"
F32, F64, F16 = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16

CONVOLUTIONS = [  # X, W, attributes, problem
    ([1, 3, 224, 224], [64, 3, 7, 7], dict(strides=[2, 2], pads=[3, 3, 3, 3]), "n1c3h224w224_o64k7s2p3"),
    ([2, 8, 9, 7], [4, 8, 1, 3], dict(pads=[0, 1, 0, 1]), "n2c8h9w7_o4k1x3s1p0x1"),
    ([1, 8, 9, 9], [8, 8, 3, 3], dict(strides=[2, 1], dilations=[2, 2], pads=[2, 2, 2, 2]), "n1c8h9w9_o8k3s2x1p2d2"),
    ([1, 8, 9, 9], [8, 1, 3, 3], dict(group=8, pads=[1, 1, 1, 1]), "n1c8h9w9_o8k3s1p1g8"),
    ([1, 8, 9, 9], [16, 4, 3, 3], dict(group=2), "n1c8h9w9_o16k3s1p0g2"),
    ([1, 4, 9, 9], [4, 4, 5, 5], dict(auto_pad="SAME_UPPER"), "n1c4h9w9_o4k5s1p2"),
    ([1, 4, 9, 9], [4, 4, 3, 3], dict(auto_pad="SAME_LOWER", strides=[2, 2]), "n1c4h9w9_o4k3s2p1"),
    ([1, 4, 8, 8], [4, 4, 3, 3], dict(auto_pad="VALID", strides=[2, 2]), "n1c4h8w8_o4k3s2p0"),
]
NO_CONVOLUTIONS = [  # X, W, attributes, reason
    ([1, 4, 8, 8], [4, 4, 3, 3], dict(auto_pad="SAME_UPPER", strides=[2, 2]), "[0, 0] before, [1, 1] behind"),
    ([1, 4, 8, 8], [4, 4, 3, 3], dict(pads=[1, 1, 0, 0]), "[1, 1] before, [0, 0] behind"),
    ([1, 4, 8], [4, 4, 3], {}, "it is 1-D"),
    ([1, 4, 8, 8, 8], [4, 4, 3, 3, 3], {}, "it is 3-D"),
    ([1, 4, 2, 2], [4, 4, 3, 3], {}, "is larger than the padded input"),
    ([1, 6, 8, 8], [8, 2, 3, 3], dict(group=4), "in 4 groups does not fit"),
    ([1, 4, "height", "width"], [4, 4, 3, 3], {}, "X has unknown dimensions: [1, 4, height, width]"),
    ([1, 4, 5000, 1], [4, 4, 5000, 1], {}, "out of range"),
    ([1, 4, 8, 8], [0, 4, 3, 3], {}, "W is empty"),
    (None, [4, 4, 3, 3], {}, "the shape of X"),
]
GEMMS = [  # A, B, attributes, problem
    ([3, 7], [7, 5], {}, "m3n5k7"),
    ([7, 3], [7, 5], dict(transA=1), "m3n5k7_ta"),
    ([3, 7], [5, 7], dict(transB=1), "m3n5k7_tb"),
    ([7, 3], [5, 7], dict(transA=1, transB=1), "m3n5k7_ta_tb"),
]
MATMULS = [  # A, B, problem
    ([6, 4], [4, 9], "m6n9k4"),
    ([2, 5, 4], [4, 9], "m10n9k4"),
    ([2, 3, 5, 4], [1, 1, 4, 8], "m30n8k4"),
    ([12, 8, 64], [12, 64, 8], "b12m8n8k64"),
    ([2, 12, 8, 64], [2, 12, 64, 9], "b24m8n9k64"),
    ([2, 3, 5, 4], [2, 1, 4, 9], "b2m15n9k4"),
    ([16], [16, 3], "m1n3k16"),
    ([5, 16], [16], "m5n1k16"),
    ([1, 4, 6], [1, 6, 5], "m4n5k6"),
]
NO_MATMULS = [([6, 4], [3, 4, 9], "share an operand"), ([2, 3, 5, 4], [3, 4, 9], "share an operand"),
              ([1 << 19, 4, 2], [2, 3], "rows are more than")]


class Model:
    """Nodes with inputs and weights of their own, unless they name an earlier output."""

    def __init__(self):
        self.nodes, self.inputs, self.weights, self.functions = [], [], [], []

    def add(self, op, *operands, name=None, kind=F32, **attributes):
        name = name or f"{op}{len(self.nodes)}"
        given = []
        for i, operand in enumerate(operands):
            given.append(operand if isinstance(operand, str) else f"{name}.{i}")
            if not isinstance(operand, str) and (i == 0 or op == "MatMul"):
                self.inputs.append(helper.make_tensor_value_info(given[-1], kind, operand))
            elif not isinstance(operand, str):
                self.weights.append(TensorProto(name=given[-1], data_type=kind, dims=operand))
        self.nodes.append(helper.make_node(op, given, [f"{name}.out"], name=name, **attributes))
        return f"{name}.out"

    def proto(self):
        graph = helper.make_graph(self.nodes, "made", self.inputs, [], self.weights)
        return helper.make_model(graph, functions=self.functions,
                                 opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("own", 1)])


class OnnxWorkload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, model, *arguments, expect=0):
        path = self.folder / "made model.onnx"
        path.write_bytes(model.proto().SerializeToString())
        done = subprocess.run([sys.executable, SCRIPT, path, *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        if expect != 0:
            self.assertEqual(done.stdout, "")
        return done

    def imported(self, model, *arguments):
        """The file's cases, the problem of each node that is named as a first, and stderr."""
        done = self.start(model, *arguments)
        cases = tomllib.loads(done.stdout)["cases"]
        return cases, {node: problem for problem, node in re.findall(r'^  "(.*)",  # .*?(\S+) \(', done.stdout, re.M)}, done

    def program(self, workload, *arguments):
        path = self.folder / "workload.toml"
        path.write_text(workload)
        return subprocess.run([PROGRAM, "-q", "operators", "--workload", path, *arguments], capture_output=True, text=True,
                              check=False)

    def test_every_case_is_the_problem_that_it_should_be_and_the_program_knows_it(self):
        model, expected = Model(), {}
        for x, w, attributes, problem in CONVOLUTIONS:
            expected[model.add("Conv", x, w, **attributes)] = problem
        for a, b, attributes, problem in GEMMS:
            expected[model.add("Gemm", a, b, **attributes)] = problem
        for a, b, problem in MATMULS:
            expected[model.add("MatMul", a, b)] = problem
        expected[model.add("Gemm", [4, 4], [4, 4], kind=F64)] = "m4n4k4"
        expected[model.add("MatMul", [8, 8], [8, 8], kind=F16)] = "m8n8k8"
        expected[model.add("Conv", [1, 4, 4, 4], [4, 4, 1, 1], kind=F64)] = "n1c4h4w4_o4k1s1p0"
        cases, found, done = self.imported(model)
        self.assertEqual(found, {name.removesuffix(".out"): problem for name, problem in expected.items()})
        self.assertEqual(done.stderr, "")
        backends = {(one["dtype"], problem): one["backends"] for one in cases for problem in one["problems"]}
        self.assertIn("xnnpack", backends["f32", "m3n5k7_tb"])
        self.assertNotIn("xnnpack", backends["f32", "m3n5k7_ta"] + backends["f32", "b12m8n8k64"])
        self.assertEqual(backends["f64", "m4n4k4"], ["tiled", "openblas", "blis", "eigen"])
        self.assertEqual(backends["f16", "m8n8k8"], ["tiled", "xnnpack"])
        self.assertEqual(backends["f64", "n1c4h4w4_o4k1s1p0"], ["im2col"])
        self.assertEqual(backends["f32", "n1c8h9w9_o8k3s1p1g8"], ["depthwise", "direct", "onednn", "onednn-any"])
        both = self.start(model, "--layout", "both").stdout
        for workload in (done.stdout, both):
            known = self.program(workload, "--filter", "^nothing$")
            self.assertIn("matches '^nothing$'", known.stderr)  # the file was read and every problem understood
        rows = self.folder / "rows.json"
        run = self.program(done.stdout, "--backend", "naive", "--filter", "/f32/(m3n5k7|n2c8h9w7_o4k1x3s1p0x1)$",
                           "--rounds", "1", "--block-milliseconds", "1", "-o", rows)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(json.loads(rows.read_text())["rows"]), 2)

    def test_what_has_no_name_is_left_out_with_its_reason(self):
        model, expected = Model(), {}
        for x, w, attributes, reason in NO_CONVOLUTIONS:
            expected[model.add("Conv", *(["nowhere"] if x is None else [x]), w, **attributes)] = reason
        for a, b, reason in NO_MATMULS:
            expected[model.add("MatMul", a, b)] = reason
        expected[model.add("Conv", [1, 4, 4, 4], [4, 4, 1, 1], kind=F16)] = "there is no conv2d in FLOAT16"
        expected[model.add("MatMul", [4, 4], [4, 4], kind=TensorProto.BFLOAT16)] = "there is no gemm in BFLOAT16"
        expected[model.add("ConvInteger", [1, 4, 4, 4], [4, 4, 1, 1], kind=TensorProto.UINT8)] = "no Conv, Gemm or MatMul"
        expected[model.add("ConvTranspose", [1, 4, 4, 4], [4, 4, 1, 1])] = "no Conv, Gemm or MatMul"
        expected[model.add("FusedConv", [1, 4, 4, 4], [4, 4, 1, 1], domain="own")] = "no Conv, Gemm or MatMul"
        weights = model.add("DequantizeLinear", [4, 4], [1], [1], kind=TensorProto.INT8)
        expected[model.add("MatMul", [4, 4], weights)] = "quantised"
        expected[model.add("MatMul", [4, 4], model.add("Transpose", weights))] = "quantised"
        inner = helper.make_node("Gemm", ["a", "b"], ["c"], name="branch")
        branch = helper.make_graph([inner], "branch", [], [helper.make_tensor_value_info("c", F32, [2, 2])])
        model.add("If", "flag", name="choice", then_branch=branch, else_branch=branch)
        calls = helper.make_node("Deeper", ["a", "b"], ["c"], domain="own")
        for name, node in (("Deeper", inner), ("Block", calls)):
            model.functions.append(helper.make_function("own", name, ["a", "b"], ["c"], [node],
                                                        [helper.make_opsetid("", 15), helper.make_opsetid("own", 1)]))
        model.add("Block", "a", "b", name="block", domain="own")
        kept = model.add("MatMul", [6, 4], [4, 9])
        _, found, done = self.imported(model)
        self.assertEqual(found, {kept.removesuffix(".out"): "m6n9k4"})
        comments = re.findall(r"^# Left out: (.*)$", done.stdout, re.M)
        self.assertEqual(comments, re.findall(r"left out: (.*)$", done.stderr, re.M))
        self.assertEqual(len(comments), len(expected) + 3)
        for name, reason in expected.items():
            line = next(comment for comment in comments if comment.startswith(name.removesuffix(".out") + " "))
            self.assertIn(reason, line)
        self.assertEqual(sum(comment.startswith("branch (Gemm): it is inside If 'choice'") for comment in comments), 2)
        self.assertEqual(sum(comment.startswith("branch (Gemm): it is inside Block 'block'") for comment in comments), 1)
        self.assertIn("dimensions that --dim can give: height, width\n", done.stderr)

    def test_resnet18_is_what_configs_workloads_has(self):
        model = Model()
        x = model.add("Conv", ["batch", 3, 224, 224], [64, 3, 7, 7], strides=[2, 2], pads=[3] * 4)
        x = model.add("MaxPool", model.add("Relu", x), kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
        width = 64
        for stage in range(4):
            for block in range(2):
                out, stride = 64 << stage, 2 if stage > 0 and block == 0 else 1
                y = model.add("Relu", model.add("Conv", x, [out, width, 3, 3], strides=[stride] * 2, pads=[1] * 4))
                y = model.add("Conv", y, [out, out, 3, 3], pads=[1] * 4)
                if stride == 2:
                    x = model.add("Conv", x, [out, width, 1, 1], strides=[2, 2])
                x, width = model.add("Relu", model.add("Add", x, y)), out
        x = model.add("Flatten", model.add("GlobalAveragePool", x))
        model.add("Gemm", x, [1000, 512], transB=1)
        cases, found, done = self.imported(model, "--dim", "batch=1", "--layout", "both")
        shipped = tomllib.loads((ROOT / "configs/workloads/resnet18.toml").read_text())["cases"]
        for one in [*cases, *shipped]:
            one["problems"].sort()
        self.assertEqual([one for one in cases if one["op"] == "conv2d"], shipped)
        self.assertEqual([one["problems"] for one in cases if one["op"] == "gemm"], [["m1n1000k512_tb"]])
        self.assertIn('"n1c64h56w56_o64k3s1p1",  # 4 nodes, first Conv3 (Conv)', done.stdout)
        self.assertIn("# Nodes of other kinds: Add 8, Flatten 1, GlobalAveragePool 1, MaxPool 1, Relu 17", done.stdout)
        self.assertEqual(len(found), 1 + 11)

    def test_shapes_are_followed_through_shape_and_reshape(self):
        model = Model()  # attention as it is exported: heads are split by what Shape says, at whatever length
        x = model.add("MatMul", ["batch", "tokens", 768], "weights")
        for name, values in (("batch", 0), ("tokens", 1), ("axis", [0]), ("split", [12, 64]), ("joined", [768])):
            dims = [len(values)] if isinstance(values, list) else []
            model.weights.append(helper.make_tensor(name, TensorProto.INT64, dims, values if dims else [values]))
        model.weights.append(TensorProto(name="weights", data_type=F32, dims=[768, 768]))
        shape = model.add("Shape", x)
        sizes = [model.add("Unsqueeze", model.add("Gather", shape, size), "axis") for size in ("batch", "tokens")]
        split = model.add("Concat", *sizes, "split", axis=0)
        q, k = (model.add("Transpose", model.add("Reshape", x, split), perm=perm) for perm in ([0, 2, 1, 3], [0, 2, 3, 1]))
        y = model.add("MatMul", model.add("Softmax", model.add("MatMul", q, k, name="scores")), q, name="mixture")
        y = model.add("Transpose", y, perm=[0, 2, 1, 3])
        model.add("MatMul", model.add("Reshape", y, model.add("Concat", *sizes, "joined", axis=0)), "weights")
        _, found, done = self.imported(model, "--dim", "batch=2", "--dim", "tokens=128")
        self.assertEqual(found, {"MatMul0": "m256n768k768", "scores": "b24m128n128k64", "mixture": "b24m128n64k128"})
        self.assertIn('"m256n768k768",  # 2 nodes, first MatMul0', done.stdout)

    def test_shape_of_something_unknown(self):
        model = Model()  # onnx 1.12 follows values into a null pointer here
        x = model.add("Unknown", [1, 3, 8, 8], domain="own")
        model.add("Reshape", x, model.add("Concat", model.add("Shape", x), axis=0))
        model.add("MatMul", model.add("Relu", [2, 5, 4]), [4, 8], name="kept")
        self.assertEqual(self.imported(model)[1], {"kept": "m10n8k4"})

    def test_open_dimensions(self):
        model = Model()
        model.add("MatMul", ["batch", None, 4], [4, 8], name="one")
        model.add("Conv", [-1, 3, "?", "?"], [4, 3, 1, 1], name="two")
        given = [f"--dim={one}" for one in ("batch=2", "one.0.1=5", "two.0.0=1", "two.0.2=6", "two.0.3=7")]
        _, found, _ = self.imported(model, *given)
        self.assertEqual(found, {"one": "m10n8k4", "two": "n1c3h6w7_o4k1s1p0"})
        done = self.start(model, expect=1)
        self.assertIn("A has unknown dimensions: [batch, ?, 4]", done.stderr)
        self.assertIn("dimensions that --dim can give: batch, one.0.1, two.0.0, two.0.2, two.0.3", done.stderr)
        self.assertIn("no convolution or matrix product to import", done.stderr)
        self.assertIn("--dim bach: dimensions that are open: batch", self.start(model, "--dim", "bach=1", expect=2).stderr)
        self.assertIn("expected NAME=NUMBER", self.start(model, "--dim", "batch=0", expect=2).stderr)

    def test_names_that_toml_has_no_place_for(self):
        model = Model()
        model.add("Gemm", [3, 7], [7, 5], name='a"\n]\n# \x07é')
        done = self.start(model, "--name", 'x"\ny')
        self.assertEqual(tomllib.loads(done.stdout)["name"], "x__y")
        self.assertIn('"m3n5k7",  # 1 node, a"?]?# ?é (Gemm)', done.stdout)
        self.assertEqual(tomllib.loads(self.start(model).stdout)["name"], "made_model")

    def test_trouble_is_one_line(self):
        self.assertIn("no convolution or matrix product", self.start(Model(), expect=1).stderr)
        for path in (SCRIPT, self.folder / "none.onnx"):
            done = subprocess.run([sys.executable, SCRIPT, path], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)
        without = f"import runpy, sys; sys.modules['onnx'] = None; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
        done = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (3, 1), done.stderr)
        self.assertIn("apt-get install python3-onnx", done.stderr)


unittest.main(argv=sys.argv[:1])
