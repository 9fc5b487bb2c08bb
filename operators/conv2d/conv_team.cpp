// SPDX-License-Identifier: Apache-2.0
#include "operators/conv2d/conv_team.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cachebound::operators::conv2d {
namespace {

/// As gemm::part_of, in whole multiples of `unit` but at the end.
gemm::Range part_in_units(int whole, int unit, int index, int parts) {
  const gemm::Range units = gemm::part_of((whole + unit - 1) / unit, index, parts);
  const int start = units.start * unit;
  return {start, std::min((units.start + units.size) * unit, whole) - start};
}

/// The pieces with whose pixels a part begins, of so many parts with as many pixels each as can be.
int first_piece(const DirectPlan& plan, int part, int parts) {
  const std::ptrdiff_t of_block = plan.pixels();
  const auto regions = static_cast<std::ptrdiff_t>(plan.regions.size());
  const std::ptrdiff_t blocks = plan.pieces() / regions;
  const std::ptrdiff_t wanted = blocks * of_block * part / parts;
  const Region* first = plan.regions.data();
  const Region* begins = std::find_if(first, first + regions, [&](const Region& region) {
    return 2 * (wanted % of_block - region.pixel) <= region.pixels;
  });
  return static_cast<int>(wanted / of_block * regions + (begins - first));
}

}  // namespace

bool divides_products(const gemm::Share& share, const ConvShape& shape) {
  return share.products.size < shape.n * shape.groups;
}

bool divides_outputs(const gemm::Share& share, const Im2colProblem& problem) {
  return problem.weights_are_a ? share.rows.size < problem.shape.m : share.columns.size < problem.shape.n;
}

std::vector<Im2colShare> im2col_shares(const ConvShape& s, int mr, int nr, int threads) {
  const Im2colProblem problem = im2col_problem(s);
  gemm::GemmShape all = problem.shape;
  all.batch = s.n * s.groups;
  const int pixels = problem.weights_are_a ? problem.shape.n : problem.shape.m;
  std::vector<Im2colShare> shares;
  for (const gemm::Share& share : gemm::split_for_team(all, mr, nr, threads))
    shares.push_back({share, problem.weights_are_a ? share.columns : share.rows});
  if (shares.size() == 1 || !divides_outputs(shares.front().share, problem)) return shares;
  // Rows of the matrix are a line long at least in NHWC; in NCHW, pieces of a row are.
  const int unit = problem.weights_are_a ? 16 : 1;
  const int parts = static_cast<int>(shares.size());
  for (int part = 0; part < parts; ++part) {
    shares[static_cast<std::size_t>(part)].pixels = part_in_units(pixels, unit, part, parts);
  }
  return shares;
}

std::vector<DirectShare> direct_shares(const DirectPlan& plan, int threads) {
  const ConvShape& s = plan.shape;
  std::vector<DirectShare> shares;
  const bool by_images = s.n >= threads;
  // NHWC: rows of channels are turned into planes a few vectors at a time.
  const int unit = s.layout == Layout::nhwc ? 16 : 1;
  const int parts = by_images ? threads : std::min(threads, plan.pieces());
  for (int part = 0; part < parts; ++part) {
    DirectShare share{.images = {0, s.n}, .channels = {0, s.c}, .pieces = {0, plan.pieces()}};
    if (by_images) {
      share.images = gemm::part_of(s.n, part, parts);
    } else {
      const gemm::Range channels = part_in_units(s.c, unit, part, parts);
      share.channels = {channels.start, channels.size};
      share.pieces.start = first_piece(plan, part, parts);
      share.pieces.size = first_piece(plan, part + 1, parts) - share.pieces.start;
    }
    shares.push_back(share);
  }
  return shares;
}

std::vector<DepthwiseShare> depthwise_shares(const ConvShape& s, int lanes, int threads) {
  const bool nchw = s.layout == Layout::nchw;
  const bool by_images = s.n >= threads || (!nchw && s.c < lanes);
  const int rows = output_size(s).h;
  const int parts = std::min(threads, by_images ? s.n : nchw ? s.c : rows);
  std::vector<DepthwiseShare> shares;
  for (int part = 0; part < parts; ++part) {
    DepthwiseShare share{.images = {0, s.n}, .channels = {0, s.c}};
    if (by_images) {
      share.images = gemm::part_of(s.n, part, parts);
    } else if (nchw) {
      const gemm::Range channels = gemm::part_of(s.c, part, parts);
      share.channels = {channels.start, channels.size};
    } else {
      const gemm::Range own = gemm::part_of(rows, part, parts);
      share.rows = {own.start, own.size};
    }
    shares.push_back(share);
  }
  return shares;
}

ConvShape shape_of(const DepthwiseShare& share, const ConvShape& whole) {
  ConvShape shape = whole;
  shape.c = shape.o = shape.groups = share.channels.count;
  shape.n = shape.c < whole.c ? 1 : share.images.size;
  return shape;
}

WinogradDivision winograd_division(const WinogradPlan& plan, int mr, int threads) {
  constexpr int enough = 8;  // panels of rows for each thread: one more or less is an eighth at the most
  if (plan.shape.n >= threads) return WinogradDivision::images;
  const int panels = (plan.tiles.h * plan.tiles.w + mr - 1) / mr;
  return panels >= enough * threads ? WinogradDivision::tiles : WinogradDivision::places;
}

std::vector<WinogradShare> winograd_shares(const WinogradPlan& plan, int mr, int threads) {
  const ConvShape& s = plan.shape;
  const WinogradDivision division = winograd_division(plan, mr, threads);
  const int tiles = plan.tiles.h * plan.tiles.w;
  const int input_rows = std::max(0, std::min(s.in.h, plan.padded.h - s.pad.h));
  const int output_rows = output_size(s).h;
  const int parts = division == WinogradDivision::places ? std::min(threads, plan.places) : threads;
  std::vector<WinogradShare> shares;
  for (int part = 0; part < parts; ++part) {
    WinogradShare share{.images = {0, s.n},
                        .input_rows = {0, input_rows},
                        .tiles = {0, tiles},
                        .places = {0, plan.places},
                        .output_rows = {0, output_rows},
                        .output_channels = {0, s.o}};
    if (division == WinogradDivision::images) {
      share.images = gemm::part_of(s.n, part, parts);
    } else {
      share.input_rows = gemm::part_of(input_rows, part, parts);
      if (s.layout == Layout::nhwc) {
        share.output_rows = gemm::part_of(output_rows, part, parts);
      } else {
        share.output_channels = part_in_units(s.o, 8, part, parts);
      }
    }
    if (division == WinogradDivision::tiles) share.tiles = part_in_units(tiles, mr, part, parts);
    if (division == WinogradDivision::places) share.places = gemm::part_of(plan.places, part, parts);
    shares.push_back(share);
  }
  return shares;
}

}  // namespace cachebound::operators::conv2d
