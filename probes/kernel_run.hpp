// SPDX-License-Identifier: Apache-2.0
// A kernel with all that it needs between its slices: operands, output, and where its pass over the window stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "probes/node_ring.hpp"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// Kernels whose `in` is a window.
bool walks(const Probe& probe);

/// Copies read one half of their working set and write the other.
std::size_t streams(const Probe& probe);

/// What of `bytes` a kernel walks through: whole blocks (1536 bytes do not divide 8 KiB), in each stream.
std::size_t stream_bytes(const Probe& probe, std::size_t bytes);

/// In all streams together; none where `bytes` do not hold a block of each: that size is not for this kernel.
std::size_t walked_bytes(const Probe& probe, std::size_t bytes);

/// Room, and where in it this round's working set lies: each round lays a small set elsewhere, so that one unlucky
/// choice of physical pages (they colour a physically indexed cache) is one round and not the result.
std::span<std::byte> place(std::span<std::byte> all, std::size_t bytes, int round);

/// For one thread.
class KernelRun {
 public:
  explicit KernelRun(const Probe& probe);
  // The window points to the operands beside it.
  KernelRun(const KernelRun&) = delete;
  KernelRun& operator=(const KernelRun&) = delete;

  /// The kernel of a sweep with so many accumulators instead of the probe's own.
  void use_accumulators(int count);
  /// Whole blocks of `window`; two streams share it half and half, a page apart.
  void aim(std::span<std::byte> window);
  void aim_at_nodes(std::span<std::byte> window, Layout layout, std::uint64_t seed);
  /// How far the two nodes of a pair lie apart (Layout::line_pairs).
  void set_apart(std::size_t bytes) { apart_ = bytes; }
  /// Aims at this round's `bytes` of `memory`, which has room for a page more, and goes through them once, untimed:
  /// what can be cached, is.
  void enter(std::span<std::byte> memory, std::size_t bytes, int round);

  /// In which order the window is walked from here on (MemoryWindow::ascending).
  void ascend(bool ascending) { window_.ascending = ascending ? ~std::size_t{0} : 0; }

  void operator()(std::size_t iterations);

 private:
  const Probe& probe_;
  KernelFn kernel_;
  Operands operands_;
  std::vector<std::byte> out_;
  MemoryWindow window_{};
  std::size_t apart_ = node_bytes;
};

/// One for each thread of a team.
std::vector<std::unique_ptr<KernelRun>> one_each(const Probe& probe, std::size_t threads);

}  // namespace cachebound::probes
