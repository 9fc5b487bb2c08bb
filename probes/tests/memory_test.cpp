// SPDX-License-Identifier: Apache-2.0
// What a memory kernel does to its window: it stays inside (pages that fault on both sides), it writes the bytes that
// it declares and no others, a copy is a copy, and it moves as declared by its position. That it loads every byte that
// it declares is proved by its disassembly (disassembly.cmake).
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "catch_compat.hpp"
#include "microbench/trial.hpp"
#include "probes/measure.hpp"
#include "probes/tests/kernel_call.hpp"

using cachebound::Access;
using cachebound::probes::MemoryWindow;
using cachebound::probes::Probe;
using cachebound::probes::ProbeKind;
using namespace cachebound::probes::testing;  // NOLINT(google-build-using-namespace): the test's own helpers

namespace {

/// Pages between two that may not be touched.
class GuardedPages {
 public:
  explicit GuardedPages(std::size_t bytes) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    size_ = (bytes + page_ - 1) / page_ * page_;
    mapping_ = mmap(nullptr, size_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(mapping_ != MAP_FAILED);
    allow(PROT_READ | PROT_WRITE);
    std::fill(begin(), end(), pattern);
  }
  ~GuardedPages() { munmap(mapping_, size_ + 2 * page_); }
  GuardedPages(const GuardedPages&) = delete;
  GuardedPages& operator=(const GuardedPages&) = delete;

  void allow(int protection) const { REQUIRE(mprotect(begin(), size_, protection) == 0); }
  char* begin() const { return static_cast<char*>(mapping_) + page_; }
  char* end() const { return begin() + size_; }
  std::size_t size() const { return size_; }

  static constexpr char pattern = 0x5b;

 private:
  std::size_t page_;
  std::size_t size_ = 0;
  void* mapping_ = nullptr;
};

bool writes(const Probe& probe) { return probe.per_iteration.written.value > 0; }
bool has_second_stream(const Probe& probe) { return probe.access && has_two_streams(*probe.access); }

std::vector<const Probe*> windowed() {
  std::vector<const Probe*> probes = runnable(ProbeKind::memory);
  const auto slots = runnable(ProbeKind::load_slots);
  probes.insert(probes.end(), slots.begin(), slots.end());
  const auto mixed = runnable(ProbeKind::mixed);
  probes.insert(probes.end(), mixed.begin(), mixed.end());
  return probes;
}

/// Both orders of a window (x86-64 has two, the others ignore it).
constexpr std::array orders{std::size_t{0}, ~std::size_t{0}};

const char* position_after(const Probe& probe, std::size_t blocks, MemoryWindow window, std::size_t ascending = 0) {
  Output out;
  window.ascending = ascending;
  const auto operands = cachebound::probes::operands_of_one(probe);
  window.operands = &operands;
  probe.kernel(blocks, &window, &out);
  CHECK(out.holds_at_most(cachebound::probes::executed_out_bytes(probe)));
  return out.as<const char*>(sizeof(void*)).front();
}

}  // namespace

TEST_CASE("a memory kernel touches nothing outside its window", "[probes][kernel]") {
  for (const Probe* probe : windowed()) {
    const std::size_t block = probe->block_bytes;
    const std::size_t streams = has_second_stream(*probe) ? 2 : 1;
    for (const std::size_t blocks : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
      const std::size_t order = orders.at(blocks / 3);  // odd and even counts of blocks in each
      CAPTURE(probe->id, blocks, order);
      const GuardedPages pages(4 * streams * block);
      if (!writes(*probe)) pages.allow(PROT_READ);
      const std::size_t bytes = blocks * block;
      const std::size_t second = streams == 2 ? bytes : 0;
      CHECK(position_after(*probe, 4 * blocks, {pages.begin(), pages.begin() + bytes, pages.begin(), second, {}},
                           order) == pages.begin());
      char* const high = pages.end() - streams * bytes;
      CHECK(position_after(*probe, 4 * blocks, {high, high + bytes, high, second, {}}, order) == high);
    }
  }
}

TEST_CASE("a memory kernel continues where the last call ended, and wraps at the end of its window",
          "[probes][kernel]") {
  for (const Probe* probe : windowed()) {
    const std::size_t block = probe->block_bytes;
    constexpr std::size_t window_blocks = 5;
    const std::size_t streams = has_second_stream(*probe) ? 2 : 1;
    const GuardedPages pages(streams * window_blocks * block);
    const char* const begin = pages.end() - streams * window_blocks * block;
    const char* const end = begin + window_blocks * block;
    const char* position = begin;
    std::size_t total = 0;
    for (const std::size_t blocks : {1U, 3U, 1U, 2U, 11U, 5U, 4U, 13U, 2U, 7U, 10U, 1U}) {
      const std::size_t order = orders.at(total > 27 ? 1 : 0);
      CAPTURE(probe->id, blocks, total, order);
      position = position_after(*probe, blocks, {begin, end, position, window_blocks * block, {}}, order);
      total += blocks;
      CHECK(position == begin + (total % window_blocks) * block);
    }
  }
}

TEST_CASE("a writing kernel writes the bytes that it declares, each once per pass, and a copy is a copy",
          "[probes][kernel]") {
  for (const Probe* probe : runnable(ProbeKind::memory))
    for (const std::size_t order : orders) {
      if (!writes(*probe) || probe->access == Access::update) continue;
      CAPTURE(probe->id, order);
      constexpr std::size_t blocks = 3;
      const std::size_t bytes = blocks * probe->block_bytes;
      const GuardedPages pages(2 * bytes + 2 * probe->block_bytes);
      char* const begin = pages.begin();
      if (has_second_stream(*probe)) {
        for (std::size_t i = 0; i < bytes; ++i) begin[i] = static_cast<char>(i * 7 + i / 251);
        const std::vector<char> source(begin, begin + bytes);
        position_after(*probe, blocks, {begin, begin + bytes, begin, bytes, {}}, order);
        CHECK(std::equal(source.begin(), source.end(), begin));
        CHECK(std::equal(source.begin(), source.end(), begin + bytes));
        CHECK(std::count(begin + 2 * bytes, pages.end(), GuardedPages::pattern) == pages.end() - (begin + 2 * bytes));
        continue;
      }
      // Kernels store one byte everywhere: what is still the pattern was not written. Only an instruction that can
      // store nothing else stores zeros, which some machines take to memory faster than data (KERNEL_STORED_BYTE).
      const char stored = probe->access == Access::zero ? '\0' : static_cast<char>(KERNEL_STORED_BYTE);
      position_after(*probe, blocks, {begin, begin + bytes, begin, 0, {}}, order);
      const auto written = std::count(begin, begin + bytes, stored);
      const auto kept = std::count(begin, begin + bytes, GuardedPages::pattern);
      CHECK(static_cast<double>(written) == blocks * probe->per_iteration.written.value);
      CHECK(written + kept == static_cast<std::ptrdiff_t>(bytes));
      CHECK(std::count(begin + bytes, pages.end(), GuardedPages::pattern) == pages.end() - (begin + bytes));
    }
}

#if defined(__x86_64__)
TEST_CASE("a window in order is walked line after line, one in turns begins its second block with the upper half",
          "[probes][kernel][order]") {
  // The page ends between the halves of the second block: which half comes first is whether the lower one is written
  // when the upper one faults.
  constexpr std::size_t page = 4096;
  constexpr std::size_t half = KERNEL_BLOCK_BYTES / 2;
  for (const char* id : {"write_avx2", "write_avx512"}) {
    const Probe* probe = cachebound::probes::find(id);
    if (probe == nullptr || cachebound::probes::try_kernel(*probe)) continue;
    for (const std::size_t order : orders) {
      CAPTURE(id, order);
      void* shared = mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
      REQUIRE(shared != MAP_FAILED);
      char* const end = static_cast<char*>(shared) + page;
      REQUIRE(mprotect(end, page, PROT_NONE) == 0);
      char* const begin = end - 3 * half;
      const auto faulted = cachebound::try_in_child([&] {
        Output out;
        const MemoryWindow window{begin, begin + 4 * half, begin, 0, nullptr, order};
        probe->kernel(2, &window, &out);
      });
      CHECK(faulted.has_value());
      CHECK(*begin == KERNEL_STORED_BYTE);
      CHECK((*(end - half) == KERNEL_STORED_BYTE) == (order != 0));
      munmap(shared, 2 * page);
    }
  }
}
#endif

TEST_CASE("an updating kernel exchanges the lines of its window in pairs, each once per pass", "[probes][kernel]") {
  constexpr std::size_t line = 64;
  for (const Probe* probe : runnable(ProbeKind::memory)) {
    if (probe->access != Access::update) continue;
    CAPTURE(probe->id);
    constexpr std::size_t blocks = 3;
    const std::size_t bytes = blocks * probe->block_bytes;
    const GuardedPages pages(bytes + probe->block_bytes);
    char* const begin = pages.begin();
    // 251 is a prime: no two lines are alike.
    for (std::size_t i = 0; i < bytes; ++i) begin[i] = static_cast<char>(i * 7 + i / 251);
    const std::vector<char> before(begin, begin + bytes);
    std::vector<char> exchanged(bytes);
    for (std::size_t i = 0; i < bytes; ++i) exchanged[i ^ line] = before[i];
    position_after(*probe, blocks, {begin, begin + bytes, begin, 0, {}});
    CHECK(std::equal(exchanged.begin(), exchanged.end(), begin));
    position_after(*probe, blocks, {begin, begin + bytes, begin, 0, {}}, ~std::size_t{0});
    CHECK(std::equal(before.begin(), before.end(), begin));
    CHECK(std::count(begin + bytes, pages.end(), GuardedPages::pattern) == pages.end() - (begin + bytes));
  }
}

TEST_CASE("a latency kernel follows its pointers, one after the other", "[probes][kernel]") {
  constexpr std::size_t nodes = 37;  // a prime: no number of loads per iteration returns early
  struct Node {
    alignas(64) const void* next;
  };
  std::vector<Node> ring(nodes);
  for (std::size_t i = 0; i < nodes; ++i) ring[i * 5 % nodes].next = &ring[(i + 1) * 5 % nodes];
  for (const Probe* probe : runnable(ProbeKind::latency)) {
    for (const std::size_t iterations : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
      CAPTURE(probe->id, iterations);
      const auto loads = static_cast<std::size_t>(probe->per_iteration.loads) * iterations;
      const MemoryWindow window{ring.data(), ring.data() + nodes, &ring[0], 0, {}};
      const void* expected = &ring[loads * 5 % nodes];
      CHECK(position_after(*probe, iterations, window) == expected);
    }
  }
}
