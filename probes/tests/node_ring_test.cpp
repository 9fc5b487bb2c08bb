// SPDX-License-Identifier: Apache-2.0
#include "probes/node_ring.hpp"

#include <array>
#include <cstring>
#include <set>
#include <vector>

#include "catch_compat.hpp"

using namespace cachebound::probes;  // NOLINT(google-build-using-namespace): a test file

namespace {

std::vector<std::size_t> visited(std::size_t bytes, Layout layout, std::uint64_t seed) {
  static std::vector<std::byte> memory;
  memory.assign(bytes + 4096, std::byte{0});
  auto* begin = memory.data() + (4096 - reinterpret_cast<std::uintptr_t>(memory.data()) % 4096) % 4096;
  const auto* at = static_cast<const std::byte*>(link_nodes({begin, bytes}, layout, seed));
  std::vector<std::size_t> nodes;
  for (std::size_t i = 0; i < bytes / node_bytes; ++i) {
    nodes.push_back(static_cast<std::size_t>(at - begin) / node_bytes);
    const void* next = nullptr;
    std::memcpy(&next, at, sizeof next);
    at = static_cast<const std::byte*>(next);
  }
  CHECK(static_cast<std::size_t>(at - begin) / node_bytes == nodes.front());
  return nodes;
}

}  // namespace

TEST_CASE("a ring visits every line once and returns, in either layout", "[probes][latency]") {
  for (const Layout layout : {Layout::random, Layout::page_by_page}) {
    for (const std::size_t bytes : {64U, 128U, 4096U, 6080U, 262144U}) {
      CAPTURE(bytes, static_cast<int>(layout));
      const auto nodes = visited(bytes, layout, 7);
      CHECK(std::set<std::size_t>(nodes.begin(), nodes.end()).size() == bytes / node_bytes);
    }
  }
}

TEST_CASE("no stride repeats often enough for a prefetcher, and seeds differ", "[probes][latency]") {
  const auto nodes = visited(262144, Layout::random, 1);
  std::size_t same_stride = 0;
  for (std::size_t i = 2; i < nodes.size(); ++i) same_stride += nodes[i] - nodes[i - 1] == nodes[i - 1] - nodes[i - 2];
  CHECK(same_stride < nodes.size() / 100);
  CHECK(visited(262144, Layout::random, 2) != nodes);
}

TEST_CASE("page by page leaves 8 pages only when all of their lines were visited", "[probes][latency]") {
  const auto nodes = visited(262144, Layout::page_by_page, 3);
  std::size_t changes = 0;
  for (std::size_t i = 1; i < nodes.size(); ++i) changes += nodes[i] / 512 != nodes[i - 1] / 512;
  CHECK(changes == 262144 / 32768 - 1);
}

TEST_CASE("a pair is two nodes a set distance apart, and every slot is visited once", "[probes][latency]") {
  constexpr std::size_t slots = 512;
  alignas(4096) static std::array<std::byte, slots * pair_slot_bytes> memory{};
  for (const std::size_t apart : pair_distances) {
    CAPTURE(apart);
    const auto* start = static_cast<const std::byte*>(link_nodes(memory, Layout::line_pairs, 5, apart));
    const std::byte* at = start;
    std::set<std::size_t> seen;
    for (std::size_t i = 0; i < 2 * slots; ++i) {
      const auto offset = static_cast<std::size_t>(at - memory.data());
      CHECK(offset + sizeof(void*) <= memory.size());
      CHECK(seen.insert(offset).second);
      const void* next = nullptr;
      std::memcpy(&next, at, sizeof next);
      const auto* following = static_cast<const std::byte*>(next);
      if (i % 2 == 0) {
        CHECK(at - following == static_cast<std::ptrdiff_t>(apart));
        // Of any power-of-two line, the two share it exactly where it is longer than the distance.
        for (const std::size_t line : {32U, 64U, 128U, 256U})
          CHECK((offset / line == (offset - apart) / line) == (apart < line));
      }
      at = following;
    }
    CHECK(at == start);
  }
}
