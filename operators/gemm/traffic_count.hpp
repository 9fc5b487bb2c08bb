// SPDX-License-Identifier: Apache-2.0
// Bytes that the load and store instructions of the tiled GEMM ask for, counted by walking its loops.
//
// The closed form of analysis is written independently of this and proved against executed instructions; this count is
// the bridge between the two. Not counted: what a call costs (return address, saved registers, the driver's own
// variables), some hundred bytes per block, which a trace does see.
#pragma once

#include <cstdint>

#include "microbench/measurement.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/loop_nest.hpp"

namespace cachebound::operators::gemm {

struct LoadStore {
  std::int64_t loaded = 0;
  std::int64_t stored = 0;

  friend bool operator==(const LoadStore&, const LoadStore&) = default;
  LoadStore& operator+=(LoadStore other) {
    loaded += other.loaded;
    stored += other.stored;
    return *this;
  }
};

struct TiledTraffic {
  LoadStore pack_a;
  LoadStore pack_b;
  LoadStore panels;     ///< A and B into registers
  LoadStore c;          ///< C itself
  LoadStore edge_tile;  ///< the scratch beside C through which partial tiles go

  [[nodiscard]] LoadStore packing() const;
  [[nodiscard]] LoadStore total() const;
};

/// What a type of operands brings with it.
struct ElementFacts {
  std::int64_t operand_bytes = sizeof(float);
  std::int64_t result_bytes = sizeof(float);
  int depth_multiple = 1;  ///< to which the panels of a block are padded
};
ElementFacts element_facts(DType dtype);
TiledTraffic count_tiled_traffic(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead = Ahead::none,
                                 const ElementFacts& element = {});

}  // namespace cachebound::operators::gemm
