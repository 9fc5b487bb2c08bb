// SPDX-License-Identifier: Apache-2.0
// Arm Compute Library behind plain types: its headers of Debian 12 (20.08) are no C++20 (a namespace of theirs is called
// `requires`), so that one file is compiled as C++17 and this header is read by both.
#pragma once

#include <memory>
#include <string>

namespace cachebound::operators::acl {

/// "Arm Compute Library 20.08".
std::string version();

/// Asks for so many threads in all its functions, the caller one of them; how many it keeps to.
int use_threads(int threads);

class Function {
 public:
  Function() = default;
  Function(const Function&) = delete;
  Function& operator=(const Function&) = delete;
  virtual ~Function() = default;
  virtual void run() = 0;
};

struct Made {
  std::unique_ptr<Function> function;  ///< null: refused
  std::string refusal;
  std::string method;  ///< which of its own
  bool fewer_operations = false;
};

/// c[m][n] = a[m][k] b[k][n]; b is packed here, and read no more.
Made make_gemm(int m, int n, int k, float* a, float* b, float* c);

struct ConvDims {
  bool nhwc = false;
  bool depthwise = false;  ///< each of `channels` groups has one input channel, and outputs / channels outputs
  int images = 1;
  int channels = 1, height = 1, width = 1;
  int outputs = 1, out_height = 1, out_width = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride_y = 1, stride_x = 1;
  int pad_y = 0, pad_x = 0;
  int dilation_y = 1, dilation_x = 1;
};

/// Weights: NCHW [O][C][KH][KW], of a depthwise one [O][KH][KW]; NHWC [O][KH][KW][C], of a depthwise one [KH][KW][O].
/// They are transformed here, and must stay.
Made make_conv(const ConvDims& dims, float* input, float* weights, float* output);

}  // namespace cachebound::operators::acl
