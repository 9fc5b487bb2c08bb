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

/// Bytes of C's tiles in one block. A full tile is loaded (when accumulating) and stored in place. A partial one is
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
  return {float_bytes * elements.read, float_bytes * elements.written};
}

}  // namespace

CallBytes tiled_l1_bytes(const GemmProblem& p, const GemmBlocking& blocking, PackedAhead ahead) {
  const bool packs_a = ahead != PackedAhead::a, packs_b = ahead != PackedAhead::b;
  const std::int64_t k_blocks = ceil_div(p.k, blocking.kc);
  CallBytes total;
  for_block_sizes(p.n, blocking.nc, [&](std::int64_t n, std::int64_t n_times) {
    const std::int64_t b_panels = ceil_div(n, blocking.nr);
    // Per column block the blocks along k add up to k, whatever their sizes.
    if (packs_b)
      total.packing =
          total.packing + n_times * ByteCount{float_bytes * n * p.k, float_bytes * b_panels * blocking.nr * p.k};
    for_block_sizes(p.m, blocking.mc, [&](std::int64_t m, std::int64_t m_times) {
      const Block block{m, n, blocking.mr, blocking.nr};
      const std::int64_t a_panels = block.row_panels(), times = n_times * m_times;
      if (packs_a)
        total.packing =
            total.packing + times * ByteCount{float_bytes * m * p.k, float_bytes * a_panels * blocking.mr * p.k};
      // Every step of depth loads mr elements of A and nr of B for each tile.
      total.kernel.read += times * float_bytes * a_panels * b_panels * p.k * (blocking.mr + blocking.nr);
      // C is stored with every block along k and loaded with all but the first.
      total.kernel = total.kernel + times * c_tiles(block, false) + times * (k_blocks - 1) * c_tiles(block, true);
    });
  });
  return total;
}

CallBytes tiled_bytes_beyond(const GemmProblem& p, const GemmBlocking& blocking, Bytes capacity, PackedAhead ahead) {
  const bool packs_a = ahead != PackedAhead::a, packs_b = ahead != PackedAhead::b;
  const auto fits = [&](std::int64_t elements) {
    return static_cast<double>(float_bytes * elements) <= capacity.value;
  };
  const std::int64_t mc = std::min<std::int64_t>(blocking.mc, p.m), nc = std::min<std::int64_t>(blocking.nc, p.n);
  const std::int64_t kc = std::min<std::int64_t>(blocking.kc, p.k);
  const std::int64_t a_block = mc * kc, b_panel = kc * nc;
  if (fits(p.m * p.k + p.k * p.n + p.m * p.n + a_block + b_panel)) return {};

  // What this cache keeps from one use to the next, by how much is touched in between.
  const bool b_sliver_kept = fits(kc * blocking.nr + kc * blocking.mr);
  const bool a_block_kept = fits(a_block + kc * blocking.nr);
  const bool b_panel_kept = fits(b_panel + a_block);
  const bool c_kept = fits(p.m * nc + p.m * kc + b_panel);

  const std::int64_t k_blocks = ceil_div(p.k, blocking.kc);
  CallBytes total;
  for_block_sizes(p.n, blocking.nc, [&](std::int64_t n, std::int64_t n_times) {
    if (c_kept) total.kernel = total.kernel + n_times * ByteCount{p.m * n, p.m * n};
    // The source of B enters once; its packed form is allocated and written back unless it stays.
    // What was packed ahead enters in that form, once.
    total.packing = total.packing + n_times * p.k * (b_panel_kept || !packs_b ? ByteCount{n, 0} : ByteCount{2 * n, n});
    for_block_sizes(p.m, blocking.mc, [&](std::int64_t m, std::int64_t m_times) {
      const std::int64_t times = n_times * m_times;
      total.packing = total.packing + times * p.k * (a_block_kept || !packs_a ? ByteCount{m, 0} : ByteCount{2 * m, m});
      if (!a_block_kept) total.kernel.read += times * m * p.k * ceil_div(n, blocking.nr);
      if (!b_sliver_kept)
        total.kernel.read += times * n * p.k * ceil_div(m, blocking.mr);
      else if (!b_panel_kept)
        total.kernel.read += times * n * p.k;
      if (!c_kept) total.kernel = total.kernel + times * k_blocks * ByteCount{m * n, m * n};
    });
  });
  const auto in_bytes = [](ByteCount elements) {
    return ByteCount{float_bytes * elements.read, float_bytes * elements.written};
  };
  return {in_bytes(total.kernel), in_bytes(total.packing)};
}

}  // namespace cachebound::analysis
