// SPDX-License-Identifier: Apache-2.0
// Walks whose refills anybody can count.
#include "microbench/trace/plugin/cache_model.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "catch_compat.hpp"

namespace {

constexpr std::uint64_t line = 64;
constexpr std::uint64_t kib = 1024;

struct Caches {
  std::unique_ptr<cache_model, decltype(&cache_model_delete)> model{nullptr, &cache_model_delete};

  Caches(std::initializer_list<cache_shape> shapes) {
    const std::vector<cache_shape> levels(shapes);
    REQUIRE(cache_shapes_fault(levels.data(), static_cast<unsigned>(levels.size())) == nullptr);
    model.reset(cache_model_new(levels.data(), static_cast<unsigned>(levels.size())));
    REQUIRE(model);
  }
  void walk(std::uint64_t begin, std::uint64_t bytes, bool store, unsigned width = 8) {
    for (std::uint64_t at = begin; at < begin + bytes; at += width) cache_model_access(model.get(), at, width, store);
  }
  [[nodiscard]] std::uint64_t refills(unsigned level) const { return cache_model_counts(model.get(), level).refills; }
  [[nodiscard]] std::uint64_t write_backs(unsigned level) const {
    return cache_model_counts(model.get(), level).write_backs;
  }
  void clear() { cache_model_clear_counts(model.get()); }
};

constexpr cache_shape l1{32 * kib, 4, line};
constexpr cache_shape l2{512 * kib, 16, line};

std::string fault_of(std::initializer_list<cache_shape> shapes) {
  const std::vector<cache_shape> levels(shapes);
  const char* fault = cache_shapes_fault(levels.data(), static_cast<unsigned>(levels.size()));
  return fault != nullptr ? fault : "";
}

}  // namespace

TEST_CASE("a stream refills once per line, whatever the width of its loads", "[trace][cache]") {
  for (const unsigned width : {1U, 8U, 64U}) {
    Caches caches{l1};
    caches.walk(1 << 20, 256 * kib, false, width);
    CHECK(caches.refills(0) == 256 * kib / line);
    CHECK(caches.write_backs(0) == 0);
  }
}

TEST_CASE("a working set that fits is refilled once, one that does not every time", "[trace][cache]") {
  Caches caches{l1, l2};
  caches.walk(0, 32 * kib, false);
  caches.clear();
  caches.walk(0, 32 * kib, false);
  CHECK(caches.refills(0) == 0);
  CHECK(caches.refills(1) == 0);
  // Least recently used, round and round through more than fits: every line is gone when its turn comes.
  caches.walk(0, 64 * kib, false);
  caches.clear();
  caches.walk(0, 64 * kib, false);
  CHECK(caches.refills(0) == 64 * kib / line);
  CHECK(caches.refills(1) == 0);
}

TEST_CASE("ways + 1 lines of one set drive one another out, ways lines do not", "[trace][cache]") {
  const std::uint64_t sets_apart = l1.size_bytes / l1.ways;
  for (const unsigned lines : {l1.ways, l1.ways + 1}) {
    Caches caches{l1};
    for (int pass = 0; pass < 10; ++pass) {
      if (pass == 1) caches.clear();
      for (unsigned i = 0; i < lines; ++i) cache_model_access(caches.model.get(), i * sets_apart, 4, false);
    }
    CHECK(caches.refills(0) == (lines > l1.ways ? 9U * lines : 0U));
  }
}

TEST_CASE("a store fetches its line and writes it back when it leaves", "[trace][cache]") {
  Caches caches{l1, l2};
  caches.walk(0, 128 * kib, true);
  CHECK(caches.refills(0) == 128 * kib / line);
  CHECK(caches.refills(1) == 128 * kib / line);
  // What is still inside has not been written back.
  CHECK(caches.write_backs(0) == (128 - 32) * kib / line);
  CHECK(caches.write_backs(1) == 0);
  caches.walk(0, 128 * kib, true);
  CHECK(caches.refills(1) == 128 * kib / line);
  CHECK(caches.write_backs(0) == (256 - 32) * kib / line);
}

TEST_CASE("a line written back into a level that lost it is not fetched", "[trace][cache]") {
  // An outer level of one set of two ways: two clean lines drive the changed one's copy out.
  const cache_shape inner{4 * line, 4, line};
  const cache_shape outer{2 * line, 2, line};
  Caches caches{inner, outer};
  cache_model_access(caches.model.get(), 0, 8, true);
  for (std::uint64_t i = 1; i <= 4; ++i) cache_model_access(caches.model.get(), i * line, 8, false);
  CHECK(caches.refills(0) == 5);
  CHECK(caches.write_backs(0) == 1);
  CHECK(caches.refills(1) == 5);
}

TEST_CASE("an access over the end of a line is one of both lines", "[trace][cache]") {
  Caches caches{l1};
  cache_model_access(caches.model.get(), line - 4, 8, false);
  CHECK(caches.refills(0) == 2);
}

TEST_CASE("sizes that are no caches are refused in words", "[trace][cache]") {
  CHECK(fault_of({l1, l2}).empty());
  CHECK(fault_of({{48 * kib, 12, line}}).empty());
  CHECK(fault_of({}).find("one to three") != std::string::npos);
  CHECK(fault_of({{32 * kib, 0, line}}).find("ways") != std::string::npos);
  CHECK(fault_of({{32 * kib, 4, 48}}).find("line") != std::string::npos);
  CHECK(fault_of({{1000, 4, line}}).find("whole sets") != std::string::npos);
  CHECK(fault_of({l1, {512 * kib, 16, 128}}).find("same size") != std::string::npos);
}
