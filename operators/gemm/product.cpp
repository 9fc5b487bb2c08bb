// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/product.hpp"

namespace cachebound::operators::gemm {
namespace {

std::ptrdiff_t round_up(int value, int multiple) {
  return static_cast<std::ptrdiff_t>(value + multiple - 1) / multiple * multiple;
}

/// Packs every block of one operand, in the places where a walk looks for them.
struct PackA {
  Product& product;
  void pack_a(Range rows, Range depth, int panel) { product.pack_a(rows, depth, panel); }
  void pack_b(Range, Range, int) {}
  void multiply(Range, Range, Range, int) {}
};
struct PackB {
  Product& product;
  void pack_a(Range, Range, int) {}
  void pack_b(Range columns, Range depth, int panel) { product.pack_b(columns, depth, panel); }
  void multiply(Range, Range, Range, int) {}
};

}  // namespace

// Blocks lie behind one another in the order of the walk; each but the last of a dimension is whole tiles.
float* Product::block_of_a(Range rows, Range depth) const {
  if (ahead != Ahead::a) return packed_a;
  return packed_a + depth.start * round_up(shape.m, kernel.mr) + static_cast<std::ptrdiff_t>(rows.start) * depth.size;
}

float* Product::panel_of_b(int first_column, int panel, Range depth) const {
  float* block = packed_b;
  if (ahead == Ahead::b) {
    const int start = first_column / blocking.nc * blocking.nc;
    const int columns = std::min(blocking.nc, shape.n - start);
    block += static_cast<std::ptrdiff_t>(start) * shape.k + depth.start * round_up(columns, kernel.nr);
  }
  return block + static_cast<std::ptrdiff_t>(panel) * kernel.nr * depth.size;
}

void Product::pack_b(Range columns, Range depth, int panel) {
  kernel.pack_b(columns.size, depth.size, b.data + depth.start * b.stride + columns.start, b.stride,
                panel_of_b(columns.start, panel, depth));
}

void Product::pack_a(Range rows, Range depth, int panel) {
  const int first = rows.start - panel * kernel.mr;  // of the block
  float* block = block_of_a({first, 0}, depth);
  kernel.pack_a(rows.size, depth.size, a.data + rows.start * a.stride + depth.start, a.stride,
                block + static_cast<std::ptrdiff_t>(panel) * kernel.mr * depth.size);
}

/// One column of tiles. The whole ones are computed in place. Partial ones, the last or, at the right edge of C, all,
/// are computed whole as well (the panels are padded with zeros), beside C; their valid part is then taken over.
void Product::multiply(Range rows, Range columns, Range depth, int b_panel) {
  const float* from_a = block_of_a(rows, depth);
  const float* from_b = panel_of_b(columns.start, b_panel, depth);
  const bool accumulate = depth.start > 0;
  const int panels = (rows.size + kernel.mr - 1) / kernel.mr;
  const int whole = columns.size == kernel.nr ? rows.size / kernel.mr : 0;
  float* to = c + rows.start * c_stride + columns.start;
  if (whole > 0) kernel.multiply(whole, depth.size, from_a, from_b, to, c_stride, accumulate);
  if (whole == panels) return;
  from_a += static_cast<std::ptrdiff_t>(whole) * kernel.mr * depth.size;
  kernel.multiply(panels - whole, depth.size, from_a, from_b, edge, kernel.nr, false);
  const float* from = edge;
  to += whole * kernel.mr * c_stride;
  for (int i = whole * kernel.mr; i < rows.size; ++i, to += c_stride, from += kernel.nr) {
    if (accumulate) {
      for (int j = 0; j < columns.size; ++j) to[j] += from[j];
    } else {
      for (int j = 0; j < columns.size; ++j) to[j] = from[j];
    }
  }
}

void Product::pack_ahead() {
  if (ahead == Ahead::a) {
    PackA actions{*this};
    walk_blocks(shape, blocking, actions);
  } else if (ahead == Ahead::b) {
    PackB actions{*this};
    walk_blocks(shape, blocking, actions);
  }
}

void Product::run(bool with_multiply) { walk_blocks(shape, blocking, *this, ahead, with_multiply); }

Result<PackingBuffers> make_packing_buffers(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead,
                                            int first_colour) {
  const auto of_a = ahead == Ahead::a ? round_up(shape.m, blocking.mr) * shape.k
                                      : static_cast<std::ptrdiff_t>(blocking.mc) * blocking.kc;
  const auto of_b = ahead == Ahead::b ? round_up(shape.n, blocking.nr) * shape.k
                                      : static_cast<std::ptrdiff_t>(blocking.nc) * blocking.kc;
  auto packed_a = FloatBuffer::allocate(static_cast<std::size_t>(of_a), first_colour);
  if (!packed_a) return packed_a.error();
  auto packed_b = FloatBuffer::allocate(static_cast<std::size_t>(of_b), first_colour + 1);
  if (!packed_b) return packed_b.error();
  auto edge = FloatBuffer::allocate(elements(blocking.mc, blocking.nr), first_colour + 2);
  if (!edge) return edge.error();
  return PackingBuffers{std::move(packed_a).value(), std::move(packed_b).value(), std::move(edge).value()};
}

}  // namespace cachebound::operators::gemm
