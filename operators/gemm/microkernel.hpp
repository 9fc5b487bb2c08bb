// SPDX-License-Identifier: Apache-2.0
// A register tile as the driver sees it: three plain functions and the numbers that its traffic follows from.
//
// Every kernel of a table is compiled with the flags of its own instruction set, so this header names no library type:
// an inline function emitted there could be merged with one that any core must be able to run.
#pragma once

#include <cstddef>

#include "microbench/isa.hpp"
#include "operators/bf16.hpp"

namespace cachebound::operators::gemm {

/// T: the type of the operands.
///
/// Packed panels of A times packed panels of B: one tile of C for each pair, side by side and below one another.
template <typename T>
struct PanelProductOf {
  int row_panels = 0;
  int column_panels = 0;
  int depth = 0;
  const T* a = nullptr;  ///< [row panel][depth][mr]; where an instruction takes g steps, [padded depth / g][mr][g]
  const T* b = nullptr;  ///< [column panel][depth][nr], likewise
  ResultOf<T>* c = nullptr;
  std::ptrdiff_t c_stride = 0;
  bool accumulate = false;
};

template <typename T>
struct MicroKernelOf {
  Isa isa = Isa::scalar;
  int mr = 0;            ///< rows of C held in registers
  int nr = 0;            ///< columns of C held in registers
  int vector_bytes = 0;  ///< width of the loads of B and of the loads and stores of C
  const char* form = "";  ///< in the names of its tiles, where a set has several

  // "depth" of what panels hold is padded_depth (bf16.hpp).

  /// All tiles of a block. Loads per tile and step of depth: mr elements of A, nr of B; per tile: nr * mr
  /// of C stored, as many loaded when accumulating. Nothing else per tile: no spills (a test reads the
  /// disassembly), and the saving of callee-saved registers, 64 bytes of vectors on Arm, once for all tiles of a call.
  void (*multiply)(const PanelProductOf<T>& product) = nullptr;

  /// Packs rows of A, `depth` columns each, into panels, one behind the other; missing rows become zeros.
  /// Loads each element once, stores depth * (rows rounded up to mr).
  void (*pack_a)(int rows, int depth, const T* a, std::ptrdiff_t a_stride, T* panels) = nullptr;

  /// Packs columns of B, `depth` rows each, into panels, one behind the other; missing columns become
  /// zeros. Loads each element once, stores depth * (columns rounded up to nr).
  void (*pack_b)(int columns, int depth, const T* b, std::ptrdiff_t b_stride, T* panels) = nullptr;

  /// The same panels of operands that are stored transposed: A as [depth][rows], B as [columns][depth]. As many bytes.
  void (*pack_a_transposed)(int rows, int depth, const T* a, std::ptrdiff_t a_stride, T* panels) = nullptr;
  void (*pack_b_transposed)(int columns, int depth, const T* b, std::ptrdiff_t b_stride, T* panels) = nullptr;
};

/// The tiles of one instruction set; the first is its default.
template <typename T>
struct MicroKernelTableOf {
  const MicroKernelOf<T>* first = nullptr;
  int count = 0;

  [[nodiscard]] const MicroKernelOf<T>* begin() const { return first; }
  [[nodiscard]] const MicroKernelOf<T>* end() const { return first + count; }
};

using PanelProduct = PanelProductOf<float>;
using MicroKernel = MicroKernelOf<float>;
using MicroKernelTable = MicroKernelTableOf<float>;

}  // namespace cachebound::operators::gemm
