// SPDX-License-Identifier: Apache-2.0
// Convolution as a matrix product: the input is laid out so that each output is an inner product, then our packed GEMM
// (gemm/product.hpp) multiplies it with the weights, which were packed ahead.
//
//   NCHW   out[O][P] = weights[O][K] * columns[K][P]     a column per output pixel
//   NHWC   out[P][O] = rows[P][K] * weights[K][O]        a row per output pixel
//
// with P = OH * OW pixels and K = C/G * KH * KW, per image and group. Padding stays in the matrix from the start. A
// kernel of one tap with stride 1 and no padding needs no matrix: the input is one.
#pragma once

#include <span>
#include <vector>

#include "operators/conv2d/conv_operands.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/operator.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::conv2d {

/// The matrix product of one image and group, and which side the weights are.
struct Im2colProblem {
  gemm::GemmShape shape;
  bool weights_are_a = true;
  bool input_is_matrix = false;
};
Im2colProblem im2col_problem(const ConvShape& shape);

/// T: float, double, Half or Bf16. `cpus`: of a team, the caller's first; fewer than two: the calling thread alone.
template <typename T>
PreparedResult prepare_im2col(const gemm::MicroKernelOf<T>& kernel, const simd::RearrangeOf<T>& rearrange,
                              ConvOperandsOf<T> operands, std::span<const Cache> caches,
                              const std::vector<int>& cpus = {});
extern template PreparedResult prepare_im2col(const gemm::MicroKernelOf<float>&, const simd::RearrangeOf<float>&,
                                              ConvOperandsOf<float>, std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_im2col(const gemm::MicroKernelOf<double>&, const simd::RearrangeOf<double>&,
                                              ConvOperandsOf<double>, std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_im2col(const gemm::MicroKernelOf<Half>&, const simd::RearrangeOf<Half>&,
                                              ConvOperandsOf<Half>, std::span<const Cache>, const std::vector<int>&);
extern template PreparedResult prepare_im2col(const gemm::MicroKernelOf<Bf16>&, const simd::RearrangeOf<Bf16>&,
                                              ConvOperandsOf<Bf16>, std::span<const Cache>, const std::vector<int>&);

}  // namespace cachebound::operators::conv2d
