// SPDX-License-Identifier: Apache-2.0
// Bytes of one call of an operator, in whole numbers.
#pragma once

#include <cstdint>

namespace cachebound::analysis {

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Loads (or lines in) and stores (or lines out).
struct ByteCount {
  std::int64_t read = 0;
  std::int64_t written = 0;

  friend bool operator==(const ByteCount&, const ByteCount&) = default;
  friend ByteCount operator+(ByteCount a, ByteCount b) { return {a.read + b.read, a.written + b.written}; }
  friend ByteCount operator*(std::int64_t times, ByteCount bytes) {
    return {times * bytes.read, times * bytes.written};
  }
};

/// Packing apart from the rest, since it is also timed apart.
struct CallBytes {
  ByteCount kernel;
  ByteCount packing;

  friend bool operator==(const CallBytes&, const CallBytes&) = default;
  friend CallBytes operator*(std::int64_t times, CallBytes bytes) {
    return {times * bytes.kernel, times * bytes.packing};
  }
};

}  // namespace cachebound::analysis
