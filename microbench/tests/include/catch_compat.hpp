// SPDX-License-Identifier: Apache-2.0
// One include for Catch2 2 (Debian 12) and 3 (Debian 13, Ubuntu 24.04).
#pragma once

#ifdef CACHEBOUND_CATCH2_V3
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>

/// Catch2 2 has no SKIP: the reason is printed and the test ends; `return` follows at the call site.
#define CACHEBOUND_SKIP(reason)        \
  do {                                 \
    std::printf("SKIP: %s\n", reason); \
    return;                            \
  } while (false)
