// SPDX-License-Identifier: Apache-2.0
#include "probes/kernel_run.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "catch_compat.hpp"
#include "probes/measure.hpp"
#include "probes/tests/kernel_call.hpp"

using cachebound::probes::KernelRun;
using cachebound::probes::Probe;
using cachebound::probes::ProbeKind;
using cachebound::probes::stream_bytes;
using cachebound::probes::testing::runnable;

TEST_CASE("two streams of a working set lie a page further apart than a power of two", "[probes][kernel]") {
  constexpr std::size_t page = 4096;
  constexpr std::size_t working_set = 65536;
  for (const Probe* probe : runnable(ProbeKind::memory)) {
    if (!probe->access || !has_two_streams(*probe->access)) continue;
    CAPTURE(probe->id);
    constexpr auto untouched = std::byte{0x11};
    std::vector<std::byte> memory(working_set + 2 * page, untouched);
    KernelRun run(*probe);
    const std::size_t stream = stream_bytes(*probe, working_set);
    // Aligned as working memory is: kernels use aligned accesses.
    void* begin = memory.data();
    std::size_t room = memory.size();
    REQUIRE(std::align(page, working_set + page, begin, room) != nullptr);
    auto* const first = static_cast<std::byte*>(begin);
    std::fill_n(first, stream, std::byte{0x22});
    std::fill(first + stream, first + working_set + page, untouched);
    run.enter({first, working_set + page}, working_set, 0);
    CHECK(std::count(first + stream, first + stream + page, untouched) == page);
    CHECK(std::count(first + stream + page, first + 2 * stream + page, std::byte{0x22}) ==
          static_cast<std::ptrdiff_t>(stream));
  }
}
