// SPDX-License-Identifier: Apache-2.0
// How a team divides our convolutions. Every element of the output is computed by one thread, by the same operations in
// the same order as by one thread alone: the results are the same to the bit.
//
// Whole images (with im2col, images and groups) where there is one for each thread, else parts of every image. What the
// threads move together is analysis/traffic's team forms of the same divisions.
#pragma once

#include <vector>

#include "operators/conv2d/conv_shape.hpp"
#include "operators/conv2d/depthwise_plan.hpp"
#include "operators/conv2d/direct_plan.hpp"
#include "operators/conv2d/im2col.hpp"
#include "operators/conv2d/winograd_plan.hpp"
#include "operators/gemm/team_split.hpp"

namespace cachebound::operators::conv2d {

/// What one thread does of the products of im2col, one for each image and group: a share of them, as GEMM's team
/// divides a batch, and the pixels whose part of the matrix it lays out.
struct Im2colShare {
  gemm::Share share;
  gemm::Range pixels;
};
std::vector<Im2colShare> im2col_shares(const ConvShape& shape, int mr, int nr, int threads);

/// Whole products: each thread lays out a matrix of its own.
bool divides_products(const gemm::Share& share, const ConvShape& shape);
/// Each thread has outputs, hence weights, of its own, and multiplies all of the matrix.
bool divides_outputs(const gemm::Share& share, const Im2colProblem& problem);

/// Of these images, the channels that a thread copies into planes, and the pieces that it computes once all are there.
struct DirectShare {
  gemm::Range images;
  ChannelRange channels;
  gemm::Range pieces;
};
std::vector<DirectShare> direct_shares(const DirectPlan& plan, int threads);

/// Of these images, channels in NCHW, and rows of outputs in NHWC; but whole images where channels do not fill a
/// vector, since those are copied.
struct DepthwiseShare {
  gemm::Range images;
  ChannelRange channels;
  OutputRows rows{};
};
std::vector<DepthwiseShare> depthwise_shares(const ConvShape& shape, int lanes, int threads);
/// The convolution of its channels: of its images, or of one where others have channels of the same.
ConvShape shape_of(const DepthwiseShare& share, const ConvShape& whole);

/// Many tiles are divided themselves: each thread takes its own through all steps. Of few, whose products would have
/// fewer rows than the register tile, the places are: each thread computes the products of some, and all wait for one
/// another between the steps.
enum class WinogradDivision { images, tiles, places };
WinogradDivision winograd_division(const WinogradPlan& plan, int mr, int threads);

/// Of these images; what a thread copies, transforms, multiplies and lays out.
struct WinogradShare {
  gemm::Range images;
  gemm::Range input_rows;  ///< that become part of the padded copy
  gemm::Range tiles;
  gemm::Range places;
  gemm::Range output_rows, output_channels;
};
std::vector<WinogradShare> winograd_shares(const WinogradPlan& plan, int mr, int threads);

}  // namespace cachebound::operators::conv2d
