// SPDX-License-Identifier: Apache-2.0
// A register tile as the driver sees it: three plain functions and the numbers that its traffic follows from.
//
// Every kernel of a table is compiled with the flags of its own instruction set, so this header names no library type:
// an inline function emitted there could be merged with one that any core must be able to run.
#pragma once

#include <cstddef>

#include "microbench/isa.hpp"

namespace cachebound::operators::gemm {

/// Packed panels of A times packed panels of B: one tile of C for each pair, side by side and below one another.
struct PanelProduct {
  int row_panels = 0;
  int column_panels = 0;
  int depth = 0;
  const float* a = nullptr;  ///< [row panel][depth][mr]
  const float* b = nullptr;  ///< [column panel][depth][nr]
  float* c = nullptr;
  std::ptrdiff_t c_stride = 0;
  bool accumulate = false;
};

struct MicroKernel {
  Isa isa = Isa::scalar;
  int mr = 0;            ///< rows of C held in registers
  int nr = 0;            ///< columns of C held in registers
  int vector_bytes = 0;  ///< width of the loads of B and of the loads and stores of C

  /// All tiles of a block. Loads per tile and step of depth: mr * 4 bytes of A, nr * 4 bytes of B; per tile: nr * mr *
  /// 4 bytes of C stored, as many loaded when accumulating. Nothing else per tile: no spills (a test reads the
  /// disassembly), and the saving of callee-saved registers, 64 bytes of vectors on Arm, once for all tiles of a call.
  void (*multiply)(const PanelProduct& product) = nullptr;

  /// Packs rows of A, `depth` columns each, into panels [depth][mr], one behind the other; missing rows become zeros.
  /// Loads 4 * rows * depth bytes, stores 4 * depth * (rows rounded up to mr) bytes.
  void (*pack_a)(int rows, int depth, const float* a, std::ptrdiff_t a_stride, float* panels) = nullptr;

  /// Packs columns of B, `depth` rows each, into panels [depth][nr], one behind the other; missing columns become
  /// zeros. Loads 4 * columns * depth bytes, stores 4 * depth * (columns rounded up to nr) bytes.
  void (*pack_b)(int columns, int depth, const float* b, std::ptrdiff_t b_stride, float* panels) = nullptr;

  /// The same panels of operands that are stored transposed: A as [depth][rows], B as [columns][depth]. As many bytes.
  void (*pack_a_transposed)(int rows, int depth, const float* a, std::ptrdiff_t a_stride, float* panels) = nullptr;
  void (*pack_b_transposed)(int columns, int depth, const float* b, std::ptrdiff_t b_stride, float* panels) = nullptr;
};

/// The tiles of one instruction set; the first is its default.
struct MicroKernelTable {
  const MicroKernel* first = nullptr;
  int count = 0;

  [[nodiscard]] const MicroKernel* begin() const { return first; }
  [[nodiscard]] const MicroKernel* end() const { return first + count; }
};

}  // namespace cachebound::operators::gemm
