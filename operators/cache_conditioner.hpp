// SPDX-License-Identifier: Apache-2.0
// What a call finds in the caches, as a named choice (docs/method.md, "Warm and cold").
//
// Lines are driven out by reading others, never flushed: x86-64 alone could flush without the kernel, and a flushed line
// leaves an empty way, which no program ever finds. What is read is clean, so that the call does not pay for writing it
// back. Entries of the TLBs go with them as far as pages are small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "microbench/memory.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators {

/// Pure. Bytes to read so that of what a cache of these held nothing is left: twice the largest by the least recently
/// used rule, half of which fills even a cache that is exclusive of the one inside it. Small Arm cores replace at
/// random, so that after n times its size exp(-n) of a cache is left; four times (2 %) where that costs no more than
/// 64 MiB. Empty: no size is known.
std::optional<std::size_t> eviction_bytes(std::span<const Cache> caches);

class CacheConditioner {
 public:
  /// Error{not_found}: no cache's size is known; Error{no_resources}: no memory.
  static Result<CacheConditioner> make(std::span<const Cache> caches);

  /// `cold_weights`: drives everything out, then reads the prepared operator's activations, output before input, which is
  /// thus as near as the layer before would have left it. `warm`: nothing.
  void bring(CacheState state, const Prepared& prepared);

  [[nodiscard]] std::size_t bytes() const { return memory_.bytes().size(); }
  /// So that no read may be left out.
  [[nodiscard]] std::uint64_t checksum() const { return sum_; }

 private:
  explicit CacheConditioner(WorkingMemory memory) : memory_(std::move(memory)) {}
  void read(std::span<const std::byte> bytes);

  WorkingMemory memory_;
  std::uint64_t sum_ = 0;
};

/// Why the state cannot be brought about for this operator; empty: it can.
Status cannot_be(CacheState state, const Prepared& prepared);

}  // namespace cachebound::operators
