// SPDX-License-Identifier: Apache-2.0
// One packed matrix product C = A * B over operands anywhere in memory: the GEMM itself, and the inner part of a
// convolution, whose weights are packed ahead. One walk of its loops (loop_nest.hpp) is one product.
#pragma once

#include <cstddef>

#include "microbench/result.hpp"
#include "operators/float_buffer.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/loop_nest.hpp"
#include "operators/gemm/microkernel.hpp"

namespace cachebound::operators::gemm {

// T: the type of the operands.

/// Row-major, rows `stride` elements apart; or stored as its transpose.
template <typename T>
struct MatrixOf {
  const T* data = nullptr;
  std::ptrdiff_t stride = 0;
  bool transposed = false;
};

template <typename T>
struct ProductOf {
  MicroKernelOf<T> kernel;
  GemmShape shape;
  GemmBlocking blocking;
  MatrixOf<T> a{};
  MatrixOf<T> b{};
  ResultOf<T>* c = nullptr;
  std::ptrdiff_t c_stride = 0;
  T* packed_a = nullptr;  ///< a block, or all of A where that is packed ahead
  T* packed_b = nullptr;  ///< a panel, or all of B
  ResultOf<T>* edge = nullptr;  ///< partial tiles, computed whole
  Ahead ahead = Ahead::none;

  /// Packs the operand that is packed ahead, from `a` or `b`.
  void pack_ahead();
  /// The walk's actions; without `with_multiply` only the packing of each call.
  void run(bool with_multiply = true);

  // The actions of walk_blocks.
  void pack_a(Range rows, Range depth);
  void pack_b(Range columns, Range depth);
  void multiply(Range rows, Range columns, Range depth);

 private:
  [[nodiscard]] T* block_of_a(Range rows, Range depth) const;
  [[nodiscard]] T* block_of_b(Range columns, Range depth) const;
  void multiply_beside(PanelProductOf<T>& part, int rows, int columns, ResultOf<T>* to, bool accumulate) const;
};

/// The buffers of a product.
template <typename T>
struct PackingBuffersOf {
  Buffer<T> packed_a;
  Buffer<T> packed_b;
  Buffer<ResultOf<T>> edge;
};
template <typename T = float>
Result<PackingBuffersOf<T>> make_packing_buffers(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead,
                                            int first_colour);

extern template struct ProductOf<float>;
extern template struct ProductOf<double>;
extern template struct ProductOf<Half>;
extern template struct ProductOf<Bf16>;
using Matrix = MatrixOf<float>;
using Product = ProductOf<float>;
using PackingBuffers = PackingBuffersOf<float>;

}  // namespace cachebound::operators::gemm
