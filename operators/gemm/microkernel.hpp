// SPDX-License-Identifier: Apache-2.0
// A register tile as the driver sees it: three plain functions and the numbers that its traffic follows from.
//
// Every kernel of a table is compiled with the flags of its own instruction set, so this header names no library type:
// an inline function emitted there could be merged with one that any core must be able to run.
#pragma once

#include <cstddef>

#include "microbench/isa.hpp"

namespace cachebound::operators::gemm {

struct MicroKernel {
  Isa isa = Isa::scalar;
  int mr = 0;            ///< rows of C held in registers
  int nr = 0;            ///< columns of C held in registers
  int vector_bytes = 0;  ///< width of the loads of B and of the loads and stores of C

  /// `panels` tiles below one another: rows i * mr .. of c, nr columns, += or = panel i of A times the panel of B, both
  /// `depth` steps deep. Loads per tile and step: mr * 4 bytes of A, nr * 4 bytes of B; per tile: nr * mr * 4 bytes of
  /// C stored, as many loaded when accumulating. Nothing else: no spills (a test reads the disassembly), and the saving
  /// of callee-saved registers, 64 bytes of vectors on Arm, once for all tiles of the call.
  void (*multiply)(int panels, int depth, const float* a_panels, const float* b_panel, float* c,
                   std::ptrdiff_t c_stride, bool accumulate) = nullptr;

  /// Packs `rows` (<= mr) rows of A, `depth` columns each, into one panel [depth][mr]; missing rows become zeros.
  /// Loads 4 * rows * depth bytes, stores 4 * mr * depth bytes.
  void (*pack_a)(int rows, int depth, const float* a, std::ptrdiff_t a_stride, float* panel) = nullptr;

  /// Packs `columns` (<= nr) columns of B, `depth` rows each, into one panel [depth][nr]; missing columns become zeros.
  /// Loads 4 * columns * depth bytes, stores 4 * nr * depth bytes.
  void (*pack_b)(int columns, int depth, const float* b, std::ptrdiff_t b_stride, float* panel) = nullptr;
};

/// The tiles of one instruction set; the first is its default.
struct MicroKernelTable {
  const MicroKernel* first = nullptr;
  int count = 0;

  [[nodiscard]] const MicroKernel* begin() const { return first; }
  [[nodiscard]] const MicroKernel* end() const { return first + count; }
};

}  // namespace cachebound::operators::gemm
