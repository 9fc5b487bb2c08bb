// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/blocking.hpp"

#include <algorithm>

namespace cachebound::operators::gemm {
namespace {

constexpr double l1_share = 0.75;  // of the longer sliver; the shorter one streams through the rest
constexpr double l2_share = 0.5;   // the other half: slivers of B and tiles of C on their way, code, conflicts
constexpr double b_panel_bytes = 8.0 * 1024 * 1024;
constexpr int least_depth = 64;
constexpr int largest_depth = 512;

double bytes_of(std::span<const Cache> caches, Level level, double fallback) {
  for (const Cache& cache : caches) {
    if (cache.level == level && cache.size.value > 0.0) return cache.size.value;
  }
  return fallback;
}

int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

/// Equal blocks instead of full ones and a rest: 512 by at most 300 is 2 x 256, not 300 + 212.
int balanced(int whole, int at_most, int multiple) {
  const int blocks = (whole + at_most - 1) / at_most;
  return round_up((whole + blocks - 1) / blocks, multiple);
}

int at_most(double bytes, double bytes_each, int multiple) {
  return std::max(multiple, static_cast<int>(bytes / bytes_each) / multiple * multiple);
}

}  // namespace

double l2_bytes(std::span<const Cache> caches) { return bytes_of(caches, Level::l2, fallback_l2_bytes); }

template <typename T>
GemmBlocking choose_blocking(const MicroKernelOf<T>& kernel, const GemmShape& shape, std::span<const Cache> caches) {
  constexpr double element_bytes = sizeof(T);
  const double l1 = bytes_of(caches, Level::l1, fallback_l1_bytes);
  const double l2 = l2_bytes(caches);
  const double sliver = element_bytes * std::max(kernel.mr, kernel.nr);
  const int depth = std::clamp(at_most(l1 * l1_share, sliver, 8), least_depth, largest_depth);
  const int kc = balanced(shape.k, depth, 4);  // and of depth_multiple
  const int mc = balanced(shape.m, at_most(l2 * l2_share, element_bytes * kc, kernel.mr), kernel.mr);
  const int nc = balanced(shape.n, at_most(b_panel_bytes, element_bytes * kc, kernel.nr), kernel.nr);
  return {.mr = kernel.mr, .nr = kernel.nr, .mc = mc, .nc = nc, .kc = kc, .vector_bytes = kernel.vector_bytes};
}

template GemmBlocking choose_blocking(const MicroKernelOf<float>&, const GemmShape&, std::span<const Cache>);
template GemmBlocking choose_blocking(const MicroKernelOf<double>&, const GemmShape&, std::span<const Cache>);
template GemmBlocking choose_blocking(const MicroKernelOf<Half>&, const GemmShape&, std::span<const Cache>);
template GemmBlocking choose_blocking(const MicroKernelOf<Bf16>&, const GemmShape&, std::span<const Cache>);

}  // namespace cachebound::operators::gemm
