// SPDX-License-Identifier: Apache-2.0
#include "probes/node_ring.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>
#include <vector>

namespace cachebound::probes {
namespace {

/// 8 pages of 4 KiB, the smallest translation: inside the first TLB of every core of configs/cores (the A53's has 10
/// entries). One page at a time would be cheaper still, but prefetchers of regions then find the rest of the page: on a
/// Zen 4 whose L2 takes 14.05 cycles in random order it read 9.1; 8 pages read 13.94, 16 pages 14.03.
constexpr std::size_t group_bytes = 8 * 4096;

using Order = std::vector<std::uint32_t>;

/// 0, 1, ... n-1 in random order. Fisher and Yates; std::shuffle is not the same in every library.
Order shuffled(std::size_t n, std::mt19937_64& random) {
  Order order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[static_cast<std::size_t>(random() % i)]);
  return order;
}

/// The order in which nodes (or slots of pairs), `bytes` apart, are visited; consecutive ones are linked.
Order visiting_order(std::size_t nodes, std::size_t bytes, Layout layout, std::mt19937_64& random) {
  const std::size_t per_group = group_bytes / bytes;
  if (layout == Layout::random || nodes <= per_group) return shuffled(nodes, random);
  Order order;
  order.reserve(nodes);
  const std::size_t groups = (nodes + per_group - 1) / per_group;
  for (const std::uint32_t group : shuffled(groups, random)) {
    const std::size_t first = group * per_group;
    for (const std::uint32_t in_group : shuffled(std::min(per_group, nodes - first), random)) {
      order.push_back(static_cast<std::uint32_t>(first + in_group));
    }
  }
  return order;
}

/// The last 16 bytes of a slot: what lies less than a line before them is in their line, whatever power of two it is.
constexpr std::size_t first_of_pair = pair_slot_bytes - 16;

const void* link_pairs(std::span<std::byte> window, std::mt19937_64& random, std::size_t apart) {
  const Order order = visiting_order(window.size() / pair_slot_bytes, pair_slot_bytes, Layout::line_pairs, random);
  const auto first = [&](std::size_t i) {
    return window.data() + order[i % order.size()] * pair_slot_bytes + first_of_pair;
  };
  for (std::size_t i = 0; i < order.size(); ++i) {
    const void* second = first(i) - apart;
    const void* next = first(i + 1);
    std::memcpy(first(i), &second, sizeof second);
    std::memcpy(first(i) - apart, &next, sizeof next);
  }
  return first(0);
}

}  // namespace

const void* link_nodes(std::span<std::byte> window, Layout layout, std::uint64_t seed, std::size_t apart) {
  std::mt19937_64 random(seed);
  if (layout == Layout::line_pairs) return link_pairs(window, random, apart);
  const Order order = visiting_order(window.size() / node_bytes, node_bytes, layout, random);
  const auto node = [&](std::size_t i) { return window.data() + order[i % order.size()] * node_bytes; };
  for (std::size_t i = 0; i < order.size(); ++i) {
    const void* next = node(i + 1);
    std::memcpy(node(i), &next, sizeof next);
  }
  return node(0);
}

}  // namespace cachebound::probes
