// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/product.hpp"

namespace cachebound::operators::gemm {
namespace {

std::ptrdiff_t round_up(int value, int multiple) {
  return static_cast<std::ptrdiff_t>(value + multiple - 1) / multiple * multiple;
}

/// Panels of columns, of one panel of rows each, for which there is room beside C: as many as the tiles of a column of
/// a block, and no fewer than half of the smallest L1 in use holds.
template <typename T>
int panels_beside(const GemmBlocking& blocking) {
  constexpr int beside_bytes = 16384;
  const int tile_bytes = static_cast<int>(sizeof(ResultOf<T>)) * blocking.mr * blocking.nr;
  return std::max(blocking.mc / blocking.mr, beside_bytes / tile_bytes);
}

/// Packs every block of one operand, in the places where a walk looks for them.
template <typename T>
struct PackA {
  ProductOf<T>& product;
  void pack_a(Range rows, Range depth) { product.pack_a(rows, depth); }
  void pack_b(Range, Range) {}
  void multiply(Range, Range, Range) {}
};
template <typename T>
struct PackB {
  ProductOf<T>& product;
  void pack_a(Range, Range) {}
  void pack_b(Range columns, Range depth) { product.pack_b(columns, depth); }
  void multiply(Range, Range, Range) {}
};

}  // namespace

// Blocks lie behind one another in the order of the walk; each but the last of a dimension is whole tiles, and whole
// multiples in depth.
template <typename T>
T* ProductOf<T>::block_of_a(Range rows, Range depth) const {
  if (ahead != Ahead::a) return packed_a;
  return packed_a + depth.start * round_up(shape.m, kernel.mr) + static_cast<std::ptrdiff_t>(rows.start) * padded_depth<T>(depth.size);
}

template <typename T>
T* ProductOf<T>::block_of_b(Range columns, Range depth) const {
  if (ahead != Ahead::b) return packed_b;
  return packed_b + static_cast<std::ptrdiff_t>(columns.start) * padded_depth<T>(shape.k) +
         depth.start * round_up(columns.size, kernel.nr);
}

template <typename T>
void ProductOf<T>::pack_b(Range columns, Range depth) {
  if (b.transposed) {
    kernel.pack_b_transposed(columns.size, depth.size, b.data + columns.start * b.stride + depth.start, b.stride,
                             block_of_b(columns, depth));
    return;
  }
  kernel.pack_b(columns.size, depth.size, b.data + depth.start * b.stride + columns.start, b.stride,
                block_of_b(columns, depth));
}

template <typename T>
void ProductOf<T>::pack_a(Range rows, Range depth) {
  if (a.transposed) {
    kernel.pack_a_transposed(rows.size, depth.size, a.data + depth.start * a.stride + rows.start, a.stride,
                             block_of_a(rows, depth));
    return;
  }
  kernel.pack_a(rows.size, depth.size, a.data + rows.start * a.stride + depth.start, a.stride, block_of_a(rows, depth));
}

/// Whole tiles are computed in place. Partial ones, in the last panel of rows and in the last of columns, are computed
/// whole as well (the panels are padded with zeros), beside C; their valid part is then taken over.
template <typename T>
void ProductOf<T>::multiply(Range rows, Range columns, Range depth) {
  const int whole_rows = rows.size / kernel.mr;
  const int whole_columns = columns.size / kernel.nr;
  const int rows_left = rows.size - whole_rows * kernel.mr;
  const int columns_left = columns.size - whole_columns * kernel.nr;
  ResultOf<T>* to = c + rows.start * c_stride + columns.start;
  PanelProductOf<T> part{.row_panels = whole_rows,
                    .column_panels = whole_columns,
                    .depth = depth.size,
                    .a = block_of_a(rows, depth),
                    .b = block_of_b(columns, depth),
                    .c = to,
                    .c_stride = c_stride,
                    .accumulate = depth.start > 0};
  if (whole_rows > 0 && whole_columns > 0) kernel.multiply(part);
  part.c = edge;
  part.accumulate = false;
  if (rows_left > 0) {
    const T* whole_a = part.a;
    part.row_panels = 1;
    part.a += static_cast<std::ptrdiff_t>(whole_rows) * kernel.mr * padded_depth<T>(depth.size);
    ResultOf<T>* below = to + static_cast<std::ptrdiff_t>(whole_rows) * kernel.mr * c_stride;
    const int together = panels_beside<T>(blocking);
    for (int left = whole_columns; left > 0; left -= part.column_panels) {
      part.column_panels = std::min(left, together);
      const int some = part.column_panels * kernel.nr;
      multiply_beside(part, rows_left, some, below, depth.start > 0);
      part.b += static_cast<std::ptrdiff_t>(some) * padded_depth<T>(depth.size);
      below += some;
    }
    part.a = whole_a;
    part.row_panels = whole_rows + 1;
  } else {
    part.b += static_cast<std::ptrdiff_t>(whole_columns) * kernel.nr * padded_depth<T>(depth.size);
  }
  part.column_panels = 1;
  to += static_cast<std::ptrdiff_t>(whole_columns) * kernel.nr;
  if (columns_left > 0) multiply_beside(part, rows.size, columns_left, to, depth.start > 0);
}

/// The first `rows` and `columns` of a product that is not stored where it belongs, since its tiles reach further.
template <typename T>
void ProductOf<T>::multiply_beside(PanelProductOf<T>& part, int rows, int columns, ResultOf<T>* to,
                                   bool accumulate) const {
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(part.column_panels) * kernel.nr;
  part.c_stride = stride;
  kernel.multiply(part);
  const ResultOf<T>* from = edge;
  for (; rows > 0; --rows, to += c_stride, from += stride) {
    if (accumulate) {
      for (int j = 0; j < columns; ++j) to[j] += from[j];
    } else {
      for (int j = 0; j < columns; ++j) to[j] = from[j];
    }
  }
}

template <typename T>
void ProductOf<T>::pack_ahead() {
  if (ahead == Ahead::a) {
    PackA<T> actions{*this};
    walk_blocks(shape, blocking, actions);
  } else if (ahead == Ahead::b) {
    PackB<T> actions{*this};
    walk_blocks(shape, blocking, actions);
  }
}

template <typename T>
void ProductOf<T>::run(bool with_multiply) { walk_blocks(shape, blocking, *this, ahead, with_multiply); }

template <typename T>
Result<PackingBuffersOf<T>> make_packing_buffers(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead,
                                            int first_colour) {
  const std::ptrdiff_t k = padded_depth<T>(shape.k);
  const std::ptrdiff_t kc = padded_depth<T>(blocking.kc);
  // Only then are blocks of the whole operand where block_of_a and block_of_b look for them.
  CACHEBOUND_ASSERT(ahead == Ahead::none || kc == blocking.kc);
  const auto of_a = ahead == Ahead::a ? round_up(shape.m, blocking.mr) * k : blocking.mc * kc;
  const auto of_b = ahead == Ahead::b ? round_up(shape.n, blocking.nr) * k : blocking.nc * kc;
  auto packed_a = Buffer<T>::allocate(static_cast<std::size_t>(of_a), first_colour);
  if (!packed_a) return packed_a.error();
  auto packed_b = Buffer<T>::allocate(static_cast<std::size_t>(of_b), first_colour + 1);
  if (!packed_b) return packed_b.error();
  auto edge = Buffer<ResultOf<T>>::allocate(elements(panels_beside<T>(blocking) * blocking.mr, blocking.nr), first_colour + 2);
  if (!edge) return edge.error();
  return PackingBuffersOf<T>{std::move(packed_a).value(), std::move(packed_b).value(), std::move(edge).value()};
}

template struct ProductOf<float>;
template struct ProductOf<double>;
template struct ProductOf<Half>;
template struct ProductOf<Bf16>;
template Result<PackingBuffersOf<float>> make_packing_buffers<float>(const GemmShape&, const GemmBlocking&, Ahead, int);
template Result<PackingBuffersOf<double>> make_packing_buffers<double>(const GemmShape&, const GemmBlocking&, Ahead, int);
template Result<PackingBuffersOf<Half>> make_packing_buffers<Half>(const GemmShape&, const GemmBlocking&, Ahead, int);
template Result<PackingBuffersOf<Bf16>> make_packing_buffers<Bf16>(const GemmShape&, const GemmBlocking&, Ahead, int);

}  // namespace cachebound::operators::gemm
