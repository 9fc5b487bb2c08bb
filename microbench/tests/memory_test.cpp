// SPDX-License-Identifier: Apache-2.0
#include "microbench/memory.hpp"

#include <cstdint>
#include <limits>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("working memory is aligned, written, and says how it is placed", "[core][memory]") {
  auto memory = WorkingMemory::allocate(std::size_t{3} << 20U);
  REQUIRE(memory);
  const auto bytes = memory->bytes();
  CHECK(bytes.size() == std::size_t{3} << 20U);
  CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) % (std::size_t{2} << 20U) == 0);
  CHECK(bytes.front() == std::byte{0x3f});
  CHECK(bytes.back() == std::byte{0x3f});
  CHECK_FALSE(memory->placement().empty());
}

TEST_CASE("an impossible size is refused in one line", "[core][memory]") {
  const auto memory = WorkingMemory::allocate(std::numeric_limits<std::size_t>::max() - (std::size_t{8} << 20U));
  REQUIRE_FALSE(memory);
  CHECK(memory.error().reason == Reason::no_resources);
}
