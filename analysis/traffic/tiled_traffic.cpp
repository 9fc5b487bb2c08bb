// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

/// Cutting `whole` into blocks gives at most two sizes: f(size, how often) for each. No loop over blocks, so that a
/// blocking of 1 x 1 x 1 from a file costs no more than a sensible one.
template <typename F>
void for_block_sizes(std::int64_t whole, std::int64_t block, F f) {
  if (whole / block > 0) f(block, whole / block);
  if (whole % block > 0) f(whole % block, std::int64_t{1});
}

struct Block {
  std::int64_t m, n;
  std::int64_t mr, nr;

  [[nodiscard]] std::int64_t row_panels() const { return ceil_div(m, mr); }
  [[nodiscard]] std::int64_t column_panels() const { return ceil_div(n, nr); }
};

/// Along k, of the panels of a whole column of blocks: each block is padded.
std::int64_t padded_depth(const GemmProblem& p, const GemmBlocking& blocking) {
  std::int64_t padded = 0;
  for_block_sizes(p.k, blocking.kc, [&](std::int64_t k, std::int64_t times) {
    padded += times * ceil_div(k, p.depth_multiple) * p.depth_multiple;
  });
  return padded;
}

/// Elements of C's tiles in one block. A full tile is loaded (when accumulating) and stored in place. A partial one is
/// computed into a scratch tile, whose valid part is then loaded and stored into C.
ByteCount c_tiles(const Block& block, bool accumulate) {
  const std::int64_t full_rows = block.m / block.mr, full_columns = block.n / block.nr;
  const std::int64_t full = full_rows * full_columns;
  const std::int64_t partial = block.row_panels() * block.column_panels() - full;
  const std::int64_t tile = block.mr * block.nr;
  const std::int64_t in_full = full * tile;
  const std::int64_t in_partial = block.m * block.n - in_full;
  ByteCount elements{.read = accumulate ? in_full : 0, .written = in_full};
  elements.written += partial * tile + in_partial;
  elements.read += in_partial + (accumulate ? in_partial : 0);
  return elements;
}

}  // namespace

CallBytes tiled_l1_bytes(const GemmProblem& p, const GemmBlocking& blocking, PackedAhead ahead) {
  const bool packs_a = ahead != PackedAhead::a, packs_b = ahead != PackedAhead::b;
  const std::int64_t k_blocks = ceil_div(p.k, blocking.kc);
  const std::int64_t panel_k = padded_depth(p, blocking);
  CallBytes total;
  for_block_sizes(p.n, blocking.nc, [&](std::int64_t n, std::int64_t n_times) {
    const std::int64_t b_panels = ceil_div(n, blocking.nr);
    // Per column block the blocks along k add up to k, whatever their sizes.
    if (packs_b)
      total.packing =
          total.packing + n_times * p.operand_bytes * ByteCount{n * p.k, b_panels * blocking.nr * panel_k};
    for_block_sizes(p.m, blocking.mc, [&](std::int64_t m, std::int64_t m_times) {
      const Block block{m, n, blocking.mr, blocking.nr};
      const std::int64_t a_panels = block.row_panels(), times = n_times * m_times;
      if (packs_a)
        total.packing =
            total.packing + times * p.operand_bytes * ByteCount{m * p.k, a_panels * blocking.mr * panel_k};
      // Every step of depth loads mr elements of A and nr of B for each tile.
      total.kernel.read += times * p.operand_bytes * a_panels * b_panels * panel_k * (blocking.mr + blocking.nr);
      // C is stored with every block along k and loaded with all but the first.
      total.kernel = total.kernel + times * p.result_bytes * c_tiles(block, false) +
                     times * p.result_bytes * (k_blocks - 1) * c_tiles(block, true);
    });
  });
  return total;
}

PackedBlocks packed_blocks(const GemmProblem& p, const GemmBlocking& blocking) {
  const std::int64_t rows = ceil_div(std::min<std::int64_t>(blocking.mc, p.m), blocking.mr) * blocking.mr;
  const std::int64_t columns = ceil_div(std::min<std::int64_t>(blocking.nc, p.n), blocking.nr) * blocking.nr;
  const std::int64_t depth = p.operand_bytes * std::min<std::int64_t>(blocking.kc, p.k);
  return {rows * depth, columns * depth};
}

CallBytes tiled_bytes_beyond(const GemmProblem& p, const GemmBlocking& blocking, Bytes capacity, PackedAhead ahead) {
  const bool packs_a = ahead != PackedAhead::a, packs_b = ahead != PackedAhead::b;
  const std::int64_t in = p.operand_bytes, out = p.result_bytes;
  const auto fits = [&](std::int64_t bytes) { return static_cast<double>(bytes) <= capacity.value; };
  const std::int64_t nc = std::min<std::int64_t>(blocking.nc, p.n);
  const std::int64_t kc = std::min<std::int64_t>(blocking.kc, p.k);
  const PackedBlocks packed = packed_blocks(p, blocking);
  const std::int64_t a_block = packed.a, b_panel = packed.b;
  if (fits(in * (p.m * p.k + p.k * p.n) + out * p.m * p.n + a_block + b_panel)) return {};

  // What this cache keeps from one use to the next, by how much is touched in between.
  const bool b_sliver_kept = fits(in * kc * (blocking.nr + blocking.mr));
  const bool a_block_kept = fits(a_block + in * kc * blocking.nr);
  const bool b_panel_kept = fits(b_panel + a_block);
  const bool c_kept = fits(out * p.m * nc + in * p.m * kc + b_panel);

  // The padding of the depth, a step of each block at the most, is neglected.
  const std::int64_t k_blocks = ceil_div(p.k, blocking.kc);
  CallBytes total;
  for_block_sizes(p.n, blocking.nc, [&](std::int64_t n, std::int64_t n_times) {
    if (c_kept) total.kernel = total.kernel + n_times * out * ByteCount{p.m * n, p.m * n};
    // The source of B enters once; its packed form is allocated and written back unless it stays.
    // What was packed ahead enters in that form, once.
    total.packing =
        total.packing + n_times * in * p.k * (b_panel_kept || !packs_b ? ByteCount{n, 0} : ByteCount{2 * n, n});
    for_block_sizes(p.m, blocking.mc, [&](std::int64_t m, std::int64_t m_times) {
      const std::int64_t times = n_times * m_times;
      total.packing =
          total.packing + times * in * p.k * (a_block_kept || !packs_a ? ByteCount{m, 0} : ByteCount{2 * m, m});
      if (!a_block_kept) total.kernel.read += times * in * m * p.k * ceil_div(n, blocking.nr);
      if (!b_sliver_kept)
        total.kernel.read += times * in * n * p.k * ceil_div(m, blocking.mr);
      else if (!b_panel_kept)
        total.kernel.read += times * in * n * p.k;
      if (!c_kept) total.kernel = total.kernel + times * out * k_blocks * ByteCount{m * n, m * n};
    });
  });
  return total;
}

}  // namespace cachebound::analysis
