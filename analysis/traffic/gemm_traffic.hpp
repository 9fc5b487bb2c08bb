// SPDX-License-Identifier: Apache-2.0
// Closed-form traffic of f32 GEMM, C = A * B, row-major.
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

struct GemmProblem {
  std::int64_t m = 0, n = 0, k = 0;

  friend bool operator==(const GemmProblem&, const GemmProblem&) = default;
};
/// "m256n256k256"; nothing else, and at most 2^48 multiply-adds.
std::optional<GemmProblem> parse_gemm_problem(std::string_view text);

/// Which operand was packed once, before any call, instead of by every call (weights).
enum class PackedAhead { none, a, b };

/// The packed, register-tiled GEMM: what its load and store instructions move.
CallBytes tiled_l1_bytes(const GemmProblem& problem, const GemmBlocking& blocking,
                         PackedAhead ahead = PackedAhead::none);
/// The same beyond a cache of `capacity` bytes: lines that enter and leave it.
CallBytes tiled_bytes_beyond(const GemmProblem& problem, const GemmBlocking& blocking, Bytes capacity,
                             PackedAhead ahead = PackedAhead::none);

/// Three loops, i then j then p: a load of A and of B per multiply-add, a store per element of C.
ByteCount naive_l1_bytes(const GemmProblem& problem);
ByteCount naive_bytes_beyond(const GemmProblem& problem, Bytes capacity);

/// Each datum once: a lower bound for any implementation.
ByteCount compulsory_l1_bytes(const GemmProblem& problem);
ByteCount compulsory_bytes_beyond(const GemmProblem& problem, Bytes capacity);

}  // namespace cachebound::analysis
