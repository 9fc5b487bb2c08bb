// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/conv_traffic.hpp"

#include <set>

#include "analysis/traffic/operator_traffic.hpp"
#include "catch_compat.hpp"

using namespace cachebound;            // NOLINT(google-build-using-namespace): test file
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace): test file

namespace {

ConvProblem problem(const char* text) {
  const auto parsed = parse_conv_problem(text);
  REQUIRE(parsed);
  return *parsed;
}

/// Of f64.
ConvProblem of_eight(const std::string& text) {
  ConvProblem parsed = problem(text.c_str());
  parsed.operand_bytes = parsed.result_bytes = 8;
  return parsed;
}

const std::vector<LevelCapacity> caches{
    {Level::l1, kibibytes(32)}, {Level::l2, mebibytes(1)}, {Level::l3, mebibytes(32)}};

OperatorCase conv_case(const std::string& backend, const std::string& text) {
  OperatorCase op;
  op.op = "conv2d";
  op.backend = backend;
  op.problem = text;
  return op;
}

}  // namespace

TEST_CASE("a convolution's problem is read as operators writes it, and nothing else is", "[analysis][traffic]") {
  const ConvProblem p = problem("n2c8h5w9_o4k1x3s2x1p0x1d1x2g4_nhwc");
  CHECK(p.n == 2);
  CHECK(p.y == ConvAxis{5, 1, 2, 0, 1});
  CHECK(p.x == ConvAxis{9, 3, 1, 1, 2});
  CHECK(p.groups == 4);
  CHECK(p.nhwc);
  CHECK(p.pixels() == 3 * 7);
  for (const char* wrong : {"", "n1c1h1w1", "n1c1h1w1_o1k1s1", "n1c1h1w1_o1k1s0p0", "n1c1h1w1_o1k1s1p0_",
                            "c1h1w1_o1k1s1p0", "n1c1h1w1_o1k2s1p0", "n1c3h4w4_o4k1s1p0g2", "n1c4h4w4_o3k1s1p0g2",
                            "n1c1h1w1_o1k1s1p0x", "n1048576c1048576h1048576w1_o1k1s1p0"})
    CHECK_FALSE(parse_conv_problem(wrong));
}

TEST_CASE("pairs of outputs and taps inside, and inputs that are needed, by hand", "[analysis][traffic]") {
  CHECK(ConvAxis{4, 3, 1, 1, 1}.inside() == 3 + 4 + 3);
  CHECK(ConvAxis{4, 3, 1, 1, 1}.needed() == 4);
  CHECK(ConvAxis{4, 1, 2, 0, 1}.needed() == 2);
  CHECK(ConvAxis{5, 3, 2, 0, 2}.needed() == 3);
  CHECK(ConvAxis{6, 2, 3, 0, 1}.needed() == 4);
  CHECK(ConvAxis{1, 3, 1, 4, 1}.inside() == 3);  // padding far beyond the input
}

TEST_CASE("L1 bytes of a direct convolution by hand", "[analysis][traffic]") {
  // 5 x 5 pixels of 3 channels, 3 x 3 taps, 10 outputs in tiles of 4 pixels x 8: rows of 3 + 2 pixels, blocks of 2 and
  // 1 channels, 8 and 2 outputs.
  const ConvBlocking tile{.width = 4, .outputs = 8, .channels = 2, .pixels_per_load = 1, .vector_bytes = 32};
  const CallBytes bytes = direct_l1_bytes(problem("n1c3h5w5_o10k3s1p1"), tile);
  CHECK(bytes.packing == ByteCount{4 * 75, 4 * 75});
  const std::int64_t tiles = 5 * 2, blocks = 2;
  const std::int64_t steps = 9 * 3 * 4 * (25 + tiles * 8), offsets = 2 * tiles * (9 * 4 + 8);
  const std::int64_t sums = 4 * 25 * 8, laid_out = 4 * 25 * 10;
  CHECK(bytes.kernel.read == blocks * (steps + offsets + sums) + laid_out);
  CHECK(bytes.kernel.written == blocks * 2 * sums + laid_out);
  // In NHWC a whole block of outputs is stored where it belongs.
  const CallBytes nhwc = direct_l1_bytes(problem("n1c3h5w5_o10k3s1p1_nhwc"), tile);
  CHECK(nhwc.kernel.written == blocks * 2 * sums + 4 * 25 * 2);
  // Four pixels by one load: rows of 3 + 2 pixels load 8.
  ConvBlocking by_lane = tile;
  by_lane.pixels_per_load = 4;
  CHECK(direct_l1_bytes(problem("n1c3h5w5_o10k3s1p1"), by_lane).kernel.read - bytes.kernel.read ==
        blocks * 9 * 3 * 4 * (5 * 8 - 25));
}

TEST_CASE("with one tap the image is one row, and a stride leaves out what it skips", "[analysis][traffic]") {
  const ConvBlocking tile{.width = 6, .outputs = 8, .channels = 64, .pixels_per_load = 1, .vector_bytes = 32};
  const CallBytes bytes = direct_l1_bytes(problem("n1c2h7w7_o8k1s2p0"), tile);
  CHECK(bytes.packing == ByteCount{4 * 2 * 16, 4 * 2 * 16});
  CHECK(bytes.kernel.read == 2 * 4 * (16 + 3 * 8) + 3 * (4 + 8) + 4 * 16 * 8);
}

TEST_CASE("L1 bytes of im2col are those of its matrix and of the GEMM behind it", "[analysis][traffic]") {
  const GemmBlocking blocking{6, 16, 12, 32, 8, 32};
  const CallBytes nchw = im2col_l1_bytes(problem("n2c6h5w5_o10k3s1p1g2"), blocking);
  const CallBytes gemm = tiled_l1_bytes({5, 25, 27}, blocking, PackedAhead::a);
  CHECK(nchw.kernel == 4 * gemm.kernel);
  CHECK(nchw.packing == 4 * gemm.packing + 4 * ByteCount{2 * 6 * 13 * 13, 2 * 6 * 13 * 13});
  CHECK(im2col_l1_bytes(problem("n1c7h5w5_o10k1s1p0_nhwc"), blocking) ==
        tiled_l1_bytes({25, 10, 7}, blocking, PackedAhead::b));
  // What is packed ahead is packed by no call.
  const CallBytes all = tiled_l1_bytes({5, 25, 27}, blocking);
  CHECK(all.packing == gemm.packing + tiled_l1_bytes({5, 25, 27}, blocking, PackedAhead::b).packing);
}

TEST_CASE("L1 bytes of a Winograd convolution by hand", "[analysis][traffic]") {
  // 5 x 5 pixels in 9 tiles of 2 x 2, 4 of which go together; 3 channels and 10 outputs in vectors of 8.
  const ConvBlocking tile{.width = 2, .outputs = 8, .channels = 4, .pixels_per_load = 1, .vector_bytes = 32};
  const GemmBlocking blocking{6, 16, 6, 16, 4, 32};
  const CallBytes bytes = winograd_l1_bytes(problem("n1c3h5w5_o10k3s1p1"), tile, blocking);
  const CallBytes four = tiled_l1_bytes({4, 10, 3}, blocking, PackedAhead::b);
  const CallBytes one = tiled_l1_bytes({1, 10, 3}, blocking, PackedAhead::b);
  const std::int64_t input = 9 * 2 * 16 * 8, padded = 3 * 25;
  CHECK(bytes.packing == 16 * (2 * four.packing + one.packing) + 4 * ByteCount{padded + input, padded + input});
  CHECK(bytes.kernel ==
        16 * (2 * four.kernel + one.kernel) + 4 * ByteCount{9 * (16 + 8) * 16 + 250, 9 * (8 + 4) * 16 + 250});
  // F(4 x 4): two tiles a side, of which the last reads 2 inputs fewer than there are padded; a constant per transform.
  ConvBlocking four_wide = tile;
  four_wide.width = 4;
  const CallBytes larger = winograd_l1_bytes(problem("n2c3h5w5_o10k3s1p1"), four_wide, blocking);
  CHECK(larger.packing == 2 * (36 * four.packing + 4 * ByteCount{padded + 4 * 72 * 8, padded + 4 * 72 * 8}));
  CHECK(larger.kernel ==
        2 * (36 * four.kernel + 4 * ByteCount{4 * ((36 + 24) * 16 + 2) + 250, 4 * (24 + 16) * 16 + 250}));
}

TEST_CASE("inputs that some output needs are those that a walk over outputs and taps touches", "[analysis][traffic]") {
  for (const std::int64_t in : {1, 6, 13}) {
    for (const std::int64_t kernel : {1, 2, 3, 5}) {
      for (const std::int64_t stride : {1, 2, 3, 4, 6}) {
        for (const std::int64_t pad : {0, 1, 2}) {
          for (const std::int64_t dilation : {1, 2, 3, 4}) {
            const ConvAxis axis{in, kernel, stride, pad, dilation};
            if ((kernel - 1) * dilation + 1 > in + 2 * pad) continue;
            std::set<std::int64_t> touched;
            std::int64_t inside = 0;
            for (std::int64_t out = 0; out < axis.out(); ++out) {
              for (std::int64_t tap = 0; tap < kernel; ++tap) {
                const std::int64_t at = out * stride - pad + tap * dilation;
                if (at < 0 || at >= in) continue;
                touched.insert(at);
                ++inside;
              }
            }
            CAPTURE(in, kernel, stride, pad, dilation);
            CHECK(axis.needed() == static_cast<std::int64_t>(touched.size()));
            CHECK(axis.inside() == inside);
          }
        }
      }
    }
  }
}

TEST_CASE("L1 bytes of a depthwise convolution by hand", "[analysis][traffic]") {
  // 9 rows of 9 pixels in vectors of 8: two vectors, rows in tiles of 5 and 4; three taps share the loads of 7 and 6
  // rows.
  const ConvBlocking tile{.width = 8, .outputs = 8, .channels = 1, .pixels_per_load = 3, .vector_bytes = 32};
  const CallBytes nchw = depthwise_l1_bytes(problem("n1c4h9w9_o4k3s1p1g4"), tile);
  // The kernel's words: two a tile, four a row of two vectors, four a plane for each height of tiles.
  CHECK(nchw.kernel.read == 4 * 2 * 3 * (13 * 32 + 2 * (3 * 4 + 4)) + 4 * 4 * (2 * (2 * 2 + 4) + 2 * 4));
  CHECK(nchw.kernel.written == 4 * 2 * 9 * 32);
  CHECK(nchw.packing == ByteCount{4 * 4 * 81, 4 * 4 * 81});
  // NHWC, two vectors of channels. Of 9 x 9 pixels 7 x 7 have whole windows: one tile of 7 lines and 9 loads for each
  // row of the filter, in the first and the last row of outputs for two of them. The first and the last column take
  // taps by themselves, two of three: 7 rows as lines, and a corner of four taps above and below.
  const CallBytes nhwc = depthwise_l1_bytes(problem("n1c9h9w9_o9k3s1p1g9_nhwc"), tile);
  const std::int64_t shared = 9 * 32 + 3 * 32 + 4;
  // Nine rectangles in 15 rows of tiles: two words a tile, five a row of two vectors, three a row of a call.
  CHECK(nhwc.kernel.read ==
        2 * ((7 * 3 + 2 * 2) * shared + 2 * 6 * (7 * 32 + 32 + 4) + 4 * 4 * (32 + 32 + 4)) + 4 * 15 * (2 * 2 + 5 + 3));
  CHECK(nhwc.kernel.written == 2 * 81 * 32);
  CHECK(nhwc.packing == ByteCount{0, 0});
  // Fewer channels than lanes: by way of a copy and of a scratch.
  const CallBytes narrow = depthwise_l1_bytes(problem("n1c3h9w9_o3k3s1p1g3_nhwc"), tile);
  CHECK(narrow.packing == ByteCount{4 * 243, 4 * 243});
  // One vector instead of two, hence two words less a tile and one less a row.
  CHECK(2 * (narrow.kernel.read - 4 * 243 - 4 * 15 * (2 + 4 + 3)) == nhwc.kernel.read - 4 * 15 * (2 * 2 + 5 + 3));
  // Rows of 7 pixels in vectors of 8, nine of them in two tiles of five: a row too many and a pixel too many of the
  // last plane of all go into a scratch.
  const CallBytes small = depthwise_l1_bytes(problem("n2c4h9w7_o4k3s1p1g4"), tile);
  CHECK(small.kernel.read == 8 * (3 * (14 * 32 + 2 * (3 * 4 + 4)) + 4 * (2 * (2 + 3) + 4)) + 4 * 63);
  CHECK(small.kernel.written == 8 * 10 * 32 + 4 * 63);
  // One pixel in a vector of eight: all planes do.
  CHECK(depthwise_l1_bytes(problem("n2c4h1w1_o4k1s1p0g4"), tile).kernel.written == 8 * (32 + 4));
  // Elements of eight bytes; words stay as they are.
  const ConvBlocking wide{.width = 8, .outputs = 8, .channels = 1, .pixels_per_load = 3, .vector_bytes = 64};
  const std::int64_t offsets = 4 * 2 * 3 * 2 * 4 + 4 * 4 * (2 * (2 * 2 + 4) + 2 * 4);
  CHECK(depthwise_l1_bytes(of_eight("n1c4h9w9_o4k3s1p1g4"), wide).kernel.read ==
        2 * (nchw.kernel.read - offsets) + offsets);
}

TEST_CASE("a convolution is modelled by its backend, and bounded from below otherwise", "[analysis][traffic]") {
  const auto library = model_traffic(conv_case("onednn", "n1c64h56w56_o64k3s1p1"), caches);
  REQUIRE(library.size() == 4);
  CHECK(library[0].source == TrafficSource::compulsory);
  CHECK(library[0].read.value == 4.0 * (64 * 3136 + 64 * 64 * 9));
  CHECK(library[3].read.value == 0.0);  // 1.7 MB stay in L3
  OperatorCase direct = conv_case("direct", "n1c64h56w56_o64k3s1p1");
  direct.conv_blocking = ConvBlocking{14, 32, 64, 1, 64};
  const auto own = model_traffic(direct, caches);
  CHECK(own[0].source == TrafficSource::modelled);
  CHECK(own[0].read > library[0].read);
  CHECK(own[1].read >= own[2].read);
  CHECK(own[3].read.value == 0.0);
  CHECK(packing_traffic(direct, caches)[0].written.value == 4.0 * 64 * 3136);
  // 64 outputs of 36 products, a copy of 64 elements, words of 64 outputs, 16 rows, 4 channels and a group.
  const auto definition = model_traffic(conv_case("naive", "n1c4h4w4_o4k3s1p1"), caches);
  CHECK(definition[0].source == TrafficSource::modelled);
  CHECK(definition[0].read.value == 12.0 * 64 * 36 + 4.0 * 64 + 4.0 * (3 * (64 + 16 + 4) + 2));
  CHECK(definition[0].written.value == 4.0 * 64 + 4.0 * 64);
  CHECK(model_traffic(conv_case("direct", "no convolution"), caches).empty());
  OperatorCase winograd = conv_case("winograd2", "n1c64h56w56_o64k3s1p1");
  CHECK(model_traffic(winograd, caches)[0].source == TrafficSource::compulsory);
  winograd.conv_blocking = ConvBlocking{2, 8, 64, 1, 32};
  winograd.blocking = GemmBlocking{6, 16, 66, 64, 64, 32};
  CHECK(model_traffic(winograd, caches)[0].source == TrafficSource::modelled);
  CHECK(model_traffic(winograd, caches)[0].read > library[0].read);
  CHECK_FALSE(packing_traffic(winograd, caches).empty());
  winograd.problem = "n1c64h56w56_o64k5s1p2";  // which it cannot be
  CHECK(model_traffic(winograd, caches)[0].source == TrafficSource::compulsory);
  // In f64 elements are twice as large, offsets and words are not.
  const ConvBlocking of_f64{6, 8, 64, 1, 32};
  direct.conv_blocking = of_f64;
  direct.dtype = DType::f64;
  CHECK(model_traffic(direct, caches)[0].read.value ==
        static_cast<double>(direct_l1_bytes(of_eight(direct.problem), of_f64).kernel.read +
                            direct_l1_bytes(of_eight(direct.problem), of_f64).packing.read));
  direct.dtype = DType::f32;
  OperatorCase depthwise = conv_case("depthwise", "n1c144h56w56_o144k3s2p1g144");
  depthwise.dtype = DType::f64;
  depthwise.conv_blocking = ConvBlocking{8, 4, 1, 3, 32};
  const CallBytes words_apart = depthwise_l1_bytes(of_eight(depthwise.problem), *depthwise.conv_blocking);
  CHECK(model_traffic(depthwise, caches)[0].read.value ==
        static_cast<double>(words_apart.kernel.read + words_apart.packing.read));
  // Of f16 all have two; of bf16 the results have four, and panels a depth of 28 fours for 9 x 3 = 27.
  OperatorCase half = conv_case("naive", "n1c3h5w5_o10k3s1p1");
  half.dtype = DType::f16;
  CHECK(model_traffic(half, caches)[0].read.value == 2.0 * (75 + 270));
  CHECK(model_traffic(half, caches)[0].written.value == 2.0 * 250);
  half.dtype = DType::bf16;
  CHECK(model_traffic(half, caches)[0].written.value == 4.0 * 250 + 2.0 * 75);
  half.backend = "onednn";
  CHECK(model_traffic(half, caches)[0].read.value == 2.0 * (75 + 270));
  CHECK(model_traffic(half, caches)[0].written.value == 4.0 * 250);
  half.backend = "im2col";
  half.blocking = GemmBlocking{8, 12, 64, 96, 64, 16};
  // 25 pixels x 10 outputs, weights ahead: three panels of pixels, two of outputs. 75 elements become 3 x 13 x 13.
  CHECK(packing_traffic(half, caches)[0].read.value == 2.0 * (3 * 169 + 25 * 27));
  CHECK(packing_traffic(half, caches)[0].written.value == 2.0 * (3 * 169 + 36 * 28));
  direct.conv_blocking = ConvBlocking{0, 32, 64, 1, 64};  // of a file that lies
  CHECK(model_traffic(direct, caches)[0].source == TrafficSource::compulsory);
}

TEST_CASE("weights that only ever meet padding are not compulsory", "[analysis][traffic]") {
  // A window of 7 over one pixel: its centre alone.
  CHECK(compulsory_conv_l1_bytes(*parse_conv_problem("n1c64h1w1_o64k7s1p3")) == ByteCount{4 * (64 + 64 * 64), 4 * 64});
  CHECK(compulsory_weight_bytes(*parse_conv_problem("n1c1h2w64_o1k31x1s1p15x0")).read == 4 * 3);
  CHECK(compulsory_weight_bytes(*parse_conv_problem("n1c64h56w56_o64k3s1p1")).read == 4 * 64 * 64 * 9);
}

TEST_CASE("of a convolution's team each thread packs what it multiplies, and what caches share is bounded",
          "[analysis][traffic]") {
  // 8 panels of 6 outputs and 6 of 16 pixels: halves of the outputs, all pixels packed by both, laid out once.
  const GemmBlocking b{6, 16, 48, 96, 32, 32};
  const ConvProblem p = problem("n1c3h9w9_o48k3s1p1");
  const CallBytes alone = im2col_l1_bytes(p, b), team = im2col_l1_bytes(p, b, 2);
  CHECK(team.packing.read - alone.packing.read == 4 * 81 * 27);
  CHECK(team.packing.written - alone.packing.written == 4 * 96 * 27);
  CHECK(team.kernel == alone.kernel);
  // An image for each: nothing twice.
  const ConvProblem images = problem("n2c3h9w9_o48k3s1p1");
  CHECK(im2col_l1_bytes(images, b, 2) == im2col_l1_bytes(images, b));
  OperatorCase op = conv_case("im2col", "n1c3h9w9_o48k3s1p1");
  op.blocking = b;
  op.threads = 2;
  const auto traffic = model_traffic(op, caches);
  CHECK(traffic[0].source == TrafficSource::modelled);
  CHECK(traffic[1].source == TrafficSource::compulsory);
}
