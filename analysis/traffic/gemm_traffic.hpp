// SPDX-License-Identifier: Apache-2.0
// Closed-form traffic of GEMM, C = A * B, row-major.
//
// L1 counts are exact: they state what the instructions of our own kernels ask for, packing and edges included, and are
// proved against executed instructions. Beyond L1 they are a model: whole lines, least-recently-used replacement, no
// conflicts, write-allocate and write-back, warm operands (what fits inside a level causes no traffic beyond it).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/levels.hpp"
#include "analysis/traffic/byte_count.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// One product; a batch is so many of them, and a transposed operand has the same bytes in another order.
struct GemmProblem {
  std::int64_t m = 0, n = 0, k = 0;
  std::int64_t batch = 1;
  bool transpose_a = false, transpose_b = false;
  std::int64_t operand_bytes = 4, result_bytes = 4;  ///< of an element of A and B, and of C
  std::int64_t depth_multiple = 1;                   ///< to which the packed panels of a block along k are padded

  friend bool operator==(const GemmProblem&, const GemmProblem&) = default;
};
/// "m256n256k256", "b12m512n512k64_tb"; nothing else, and at most 2^48 multiply-adds.
std::optional<GemmProblem> parse_gemm_problem(std::string_view text);

/// Of all products, from those of one by `one`: what is in no product's way stays, and what does not fit comes in anew
/// for each, each datum at least once.
CallBytes batch_bytes_beyond(const GemmProblem& problem, const CallBytes& one, Bytes capacity);

// All of these are of one product.

/// Which operand was packed once, before any call, instead of by every call (weights).
enum class PackedAhead { none, a, b };

/// The packed, register-tiled GEMM: what its load and store instructions move.
CallBytes tiled_l1_bytes(const GemmProblem& problem, const GemmBlocking& blocking,
                         PackedAhead ahead = PackedAhead::none);
/// The same beyond a cache of `capacity` bytes: lines that enter and leave it.
CallBytes tiled_bytes_beyond(const GemmProblem& problem, const GemmBlocking& blocking, Bytes capacity,
                             PackedAhead ahead = PackedAhead::none);

/// Of a block of A and of a panel of B as they are packed: whole tiles.
struct PackedBlocks {
  std::int64_t a = 0, b = 0;
};
PackedBlocks packed_blocks(const GemmProblem& problem, const GemmBlocking& blocking);

/// Three loops, i then j then p: a load of A and of B per multiply-add, a store per element of C.
ByteCount naive_l1_bytes(const GemmProblem& problem);
ByteCount naive_bytes_beyond(const GemmProblem& problem, Bytes capacity);

/// Each datum once: a lower bound for any implementation.
ByteCount compulsory_l1_bytes(const GemmProblem& problem);
ByteCount compulsory_bytes_beyond(const GemmProblem& problem, Bytes capacity);

// Of the whole problem, batch included.

/// B alone, each datum once.
ByteCount compulsory_weight_bytes(const GemmProblem& problem);

/// What a team of `threads` moves together: each thread walks a part of the problem with the same blocking, whole
/// products of a batch that has one for each, else some of the columns (of the rows, where those are more tiles), whole
/// tiles of them, as evenly as those divide (operators/gemm/team_split.hpp).
CallBytes team_l1_bytes(const GemmProblem& problem, const GemmBlocking& blocking, int threads,
                        PackedAhead ahead = PackedAhead::none);

}  // namespace cachebound::analysis
