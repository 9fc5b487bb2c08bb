// SPDX-License-Identifier: Apache-2.0
// The input as a matrix: its elements are written out once for each tap, then the packed GEMM does the rest.
#include <utility>

#include "analysis/traffic/conv_traffic.hpp"

namespace cachebound::analysis {
namespace {

/// The matrix products, one for each image and group, and which operand the weights are.
struct Product {
  GemmProblem gemm;
  PackedAhead ahead;
  std::int64_t times;
};

Product product(const ConvProblem& p) {
  GemmProblem gemm{.m = p.group_outputs(), .n = p.pixels(), .k = p.group_inputs() * p.taps(), .batch = p.n * p.groups};
  if (p.nhwc) std::swap(gemm.m, gemm.n);
  gemm.operand_bytes = p.operand_bytes;
  gemm.result_bytes = p.result_bytes;
  gemm.depth_multiple = p.depth_multiple;
  return {gemm, p.nhwc ? PackedAhead::b : PackedAhead::a, gemm.batch};
}

/// One tap, no stride, no padding: the input is the matrix.
bool input_is_matrix(const ConvProblem& p) {
  const auto plain = [](const ConvAxis& axis) { return axis.kernel == 1 && axis.stride == 1 && axis.pad == 0; };
  return plain(p.y) && plain(p.x);
}

}  // namespace

CallBytes im2col_l1_bytes(const ConvProblem& p, const GemmBlocking& blocking, int threads) {
  const Product inner = product(p);
  CallBytes bytes = team_l1_bytes(inner.gemm, blocking, threads, inner.ahead);
  // Padding was written before the first call and stays.
  const std::int64_t laid_out = input_is_matrix(p) ? 0 : p.operand_bytes * p.n * p.c * p.y.inside() * p.x.inside();
  bytes.packing = bytes.packing + ByteCount{laid_out, laid_out};
  return bytes;
}

CallBytes im2col_bytes_beyond(const ConvProblem& p, const GemmBlocking& blocking, Bytes capacity) {
  const Product inner = product(p);
  const auto fits = [&](std::int64_t bytes) { return static_cast<double>(bytes) <= capacity.value; };
  const std::int64_t matrix = input_is_matrix(p) ? 0 : p.operand_bytes * p.group_inputs() * p.taps() * p.pixels();
  const ByteCount each_once = compulsory_conv_l1_bytes(p);
  const PackedBlocks packed = packed_blocks(inner.gemm, blocking);
  const std::int64_t copied = inner.ahead == PackedAhead::a ? packed.b : packed.a;
  if (fits(each_once.read + each_once.written + matrix + copied)) return {};
  CallBytes bytes = inner.times * tiled_bytes_beyond(inner.gemm, blocking, capacity, inner.ahead);
  if (matrix == 0) return bytes;
  // The matrix is written and, unless it stays, read again: the product's packing counts that. The input comes in once.
  const std::int64_t input = p.operand_bytes * p.n * p.c * p.y.needed() * p.x.needed();
  bytes.packing = bytes.packing + ByteCount{input, 0};
  // Where it stays until it is packed it still has left before the next call: its lines come in as they are written, which
  // is the reading that the packing has counted, and go back.
  if (fits(2 * matrix)) {
    bytes.packing.written += matrix;
  } else {
    bytes.packing = bytes.packing + inner.times * ByteCount{matrix, matrix};
  }
  return bytes;
}

}  // namespace cachebound::analysis
