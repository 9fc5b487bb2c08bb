// SPDX-License-Identifier: Apache-2.0
// Closed-form traffic of convolution, of f32 where no size of an element is given. The same terms as for GEMM
// (gemm_traffic.hpp): L1 counts are exact and proved against executed instructions, counts beyond L1 are a model.
#pragma once

#include "analysis/traffic/conv_problem.hpp"
#include "analysis/traffic/gemm_traffic.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// Register tile of pixels x outputs over padded planes: what its load and store instructions move. `element`: bytes of
/// one; offsets and places are of the same size for all.
CallBytes direct_l1_bytes(const ConvProblem& problem, const ConvBlocking& blocking, std::int64_t element = 4);
CallBytes direct_bytes_beyond(const ConvProblem& problem, const ConvBlocking& blocking, Bytes capacity);

/// The input as a matrix, then the packed GEMM with its weights packed ahead.
CallBytes im2col_l1_bytes(const ConvProblem& problem, const GemmBlocking& blocking);
CallBytes im2col_bytes_beyond(const ConvProblem& problem, const GemmBlocking& blocking, Bytes capacity);

/// F(m x m, 3 x 3), m the tile's width, of whose `channels` tiles go through its steps together; beside it the blocking
/// of the products, whose weights are packed ahead.
CallBytes winograd_l1_bytes(const ConvProblem& problem, const ConvBlocking& tile, const GemmBlocking& blocking);

/// One channel, one filter, one output channel each. Of its blocking: `width` lines of `outputs` lanes, of which
/// `pixels_per_load` taps share a load. `element`: bytes of one; the kernel's words have four for all.
CallBytes depthwise_l1_bytes(const ConvProblem& problem, const ConvBlocking& blocking, std::int64_t element = 4);
CallBytes depthwise_bytes_beyond(const ConvProblem& problem, const ConvBlocking& blocking, Bytes capacity);

/// The definition's loops: a load of the input and of a weight per product inside the input, a store per output.
ByteCount naive_conv_l1_bytes(const ConvProblem& problem);

/// Each datum once: a lower bound for any implementation. What a stride skips is not in it.
ByteCount compulsory_conv_l1_bytes(const ConvProblem& problem);
/// The weights alone, of taps that meet the input.
ByteCount compulsory_weight_bytes(const ConvProblem& problem);
ByteCount compulsory_conv_bytes_beyond(const ConvProblem& problem, Bytes capacity);

}  // namespace cachebound::analysis
