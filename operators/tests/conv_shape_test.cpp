// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_shape.hpp"

#include <set>

#include "catch_compat.hpp"

using cachebound::Level;
using cachebound::Reason;
namespace conv2d = cachebound::operators::conv2d;

TEST_CASE("a convolution's shape is parsed and printed as the same text", "[operators][conv2d]") {
  for (const char* text :
       {"n1c64h56w56_o64k3s1p1", "n1c3h224w224_o64k7s2p3", "n2c8h5w9_o4k1x3s2x1p0x1d1x2g4_nhwc", "n1c1h1w1_o1k1s1p0",
        "n1c32h112w112_o32k3s1p1g32", "n1c16h20w20_o16k3s1p2d2", "n1c4h1w4_o4k5s1p4_nhwc"}) {
    const auto shape = conv2d::parse_conv_shape(text);
    INFO(text);
    REQUIRE(shape);
    CHECK(conv2d::to_string(*shape) == text);
  }
}

TEST_CASE("an impossible or malformed convolution is refused in one line", "[operators][conv2d]") {
  const std::pair<const char*, const char*> cases[] = {
      {"", "no 'n' where it was expected"},
      {"n1c64h56w56", "no '_o' where it was expected"},
      {"n1c64h56w56_o64k3s1", "no 'p' where it was expected"},
      {"n1c64h56w56_o64k3sp1", "no number after 's'"},
      {"n0c64h56w56_o64k3s1p1", "n is less than 1"},
      {"n1c64h56w56_o64k3s1p-1", "no number after 'p'"},
      {"n1c64h56w56_o64k3s1p1x", "no number after 'p'"},
      {"n1c64h56w56_o64k3s1p1_nchw", "'_nchw' is left over"},
      {"n1c99999999999h56w56_o64k3s1p1", "c is larger than 1048576"},
      {"n1c64h56w56_o64k9999s1p1", "k is larger than 4096"},
      {"n1c6h8w8_o8k3s1p1g4", "4 groups do not divide 6 channels"},
      {"n1c8h8w8_o6k3s1p1g4", "4 groups do not divide 6 outputs"},
      {"n1c8h4w8_o6k7s1p1", "a kernel that reaches over 7 is larger than the padded height of 6"},
      {"n1c8h8w8_o6k3s1p0d4", "reaches over 9 is larger than the padded height of 8"},
      {"n1048576c1048576h1048576w1048576_o1k1s1p0", "not addressable"},
      {"n1c8h8w8_o6k3x3s1p1", "is spelled n1c8h8w8_o6k3s1p1"},
      {"n1c8h8w8_o6k3s1p1d1", "is spelled n1c8h8w8_o6k3s1p1"},
      {"n01c8h8w8_o6k3s1p1", "is spelled n1c8h8w8_o6k3s1p1"}};
  for (const auto& [text, what] : cases) {
    INFO("shape '" << text << "'");
    const auto shape = conv2d::parse_conv_shape(text);
    REQUIRE_FALSE(shape);
    INFO(shape.error().detail);
    CHECK(shape.error().reason == Reason::malformed);
    CHECK(shape.error().detail.find(what) != std::string::npos);
    CHECK(shape.error().detail.find("expected n<batch>c<channels>") != std::string::npos);
    CHECK(shape.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("the work of ResNet-18's convolutions is that of its table", "[operators][conv2d]") {
  const std::pair<const char*, double> layers[] = {{"n1c3h224w224_o64k7s2p3", 118013952},
                                                   {"n1c64h56w56_o64k3s1p1", 115605504},
                                                   {"n1c64h56w56_o128k3s2p1", 57802752},
                                                   {"n1c64h56w56_o128k1s2p0", 6422528},
                                                   {"n1c512h7w7_o512k3s1p1", 115605504}};
  for (const auto& [text, multiply_adds] : layers) {
    INFO(text);
    CHECK(conv2d::work(*conv2d::parse_conv_shape(text)).value == 2 * multiply_adds);
  }
  // Depthwise: each output is a sum of 9 products.
  CHECK(conv2d::work(*conv2d::parse_conv_shape("n1c32h112w112_o32k3s1p1g32")).value == 2.0 * 32 * 112 * 112 * 9);
}

TEST_CASE("compulsory traffic leaves out what a stride skips", "[operators][conv2d]") {
  const auto traffic = [](const char* text) {
    return conv2d::compulsory_traffic(*conv2d::parse_conv_shape(text), Level::dram);
  };
  CHECK(traffic("n1c2h4w4_o3k3s1p1").read.value == 4.0 * (2 * 16 + 3 * 2 * 9));
  CHECK(traffic("n1c2h4w4_o3k3s1p1").written.value == 4.0 * 3 * 16);
  CHECK(traffic("n1c2h4w4_o3k1s2p0").read.value == 4.0 * (2 * 4 + 3 * 2));
  CHECK(traffic("n1c2h5w5_o1k3s2p0d2").read.value == 4.0 * (2 * 9 + 2 * 9));  // rows 0, 2 and 4
  CHECK(traffic("n1c1h6w6_o1k2s3p0").read.value == 4.0 * (16 + 4));           // rows 0, 1, 3 and 4
}

TEST_CASE("which inputs and weights are needed agrees with a walk over all outputs and taps", "[operators][conv2d]") {
  for (const int in : {1, 5, 12, 13}) {
    for (const int kernel : {1, 2, 3, 5}) {
      for (const int stride : {1, 2, 3, 4, 6}) {
        for (const int pad : {0, 1, 2}) {
          for (const int dilation : {1, 2, 3, 4}) {
            conv2d::ConvShape shape{};
            shape.n = shape.c = shape.o = 1;
            shape.in = {1, in};
            shape.kernel = {1, kernel};
            shape.stride = {1, stride};
            shape.pad = {0, pad};
            shape.dilation = {1, dilation};
            if ((kernel - 1) * dilation + 1 > in + 2 * pad) continue;
            CAPTURE(in, kernel, stride, pad, dilation);
            std::set<int> touched;
            std::set<int> met;  // taps: the others only ever meet padding
            for (int out = 0; out < conv2d::output_size(shape).w; ++out) {
              for (int tap = 0; tap < kernel; ++tap) {
                const int at = out * stride - pad + tap * dilation;
                if (at < 0 || at >= in) continue;
                touched.insert(at);
                met.insert(tap);
              }
            }
            const double read = conv2d::compulsory_traffic(shape, Level::dram).read.value;
            CHECK(read == 4.0 * static_cast<double>(touched.size() + met.size()));
          }
        }
      }
    }
  }
}
