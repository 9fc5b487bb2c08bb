// SPDX-License-Identifier: Apache-2.0
// Closed-form traffic of convolution, of elements of the sizes that the problem gives. The same terms as for GEMM
// (gemm_traffic.hpp): L1 counts are exact and proved against executed instructions, counts beyond L1 are a model.
//
// Of a team of `threads` L1 counts are what all of them move together (operators/conv2d/conv_team.hpp): whole images
// (with im2col, images and groups) where there is one for each thread, else parts of each image.
#pragma once

#include "analysis/traffic/conv_problem.hpp"
#include "analysis/traffic/gemm_traffic.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// Register tile of pixels x outputs over padded planes: what its load and store instructions move. Offsets and
/// places are of the same size for all types. A team moves the same: the copy is divided by channels, the tiles by
/// blocks of outputs and regions of pixels.
CallBytes direct_l1_bytes(const ConvProblem& problem, const ConvBlocking& blocking);
CallBytes direct_bytes_beyond(const ConvProblem& problem, const ConvBlocking& blocking, Bytes capacity);

/// The input as a matrix, then the packed GEMM with its weights packed ahead. A team divides the products as it does
/// GEMM's: what two threads both multiply, both pack; the matrix is laid out once.
CallBytes im2col_l1_bytes(const ConvProblem& problem, const GemmBlocking& blocking, int threads = 1);
CallBytes im2col_bytes_beyond(const ConvProblem& problem, const GemmBlocking& blocking, Bytes capacity);

/// F(m x m, 3 x 3), m the tile's width, of whose `channels` tiles go through its steps together; beside it the blocking
/// of the products, whose weights are packed ahead.
/// A team divides many tiles, of which each thread's go together by themselves, and of few the places, which moves no
/// more.
CallBytes winograd_l1_bytes(const ConvProblem& problem, const ConvBlocking& tile, const GemmBlocking& blocking,
                            int threads = 1);

/// One channel, one filter, one output channel each. Of its blocking: `width` lines of `outputs` lanes, of which
/// `pixels_per_load` taps share a load. The kernel's words have four bytes of all types. A team
/// divides channels in NCHW, and in NHWC rows if channels fill a vector.
CallBytes depthwise_l1_bytes(const ConvProblem& problem, const ConvBlocking& blocking, int threads = 1);
CallBytes depthwise_bytes_beyond(const ConvProblem& problem, const ConvBlocking& blocking, Bytes capacity);

/// The definition: a padded copy of each image; then for each output, of its products, those with padding among them, an
/// element of the input, one of the weights and an offset of 4 bytes. Words of 4 bytes: three for each output, row and
/// channel, two for each group (operators/conv2d/naive.hpp).
ByteCount naive_conv_l1_bytes(const ConvProblem& problem);

/// Each datum once: a lower bound for any implementation. What a stride skips is not in it.
ByteCount compulsory_conv_l1_bytes(const ConvProblem& problem);
/// The weights alone, of taps that meet the input.
ByteCount compulsory_weight_bytes(const ConvProblem& problem);
ByteCount compulsory_conv_bytes_beyond(const ConvProblem& problem, Bytes capacity);

}  // namespace cachebound::analysis
