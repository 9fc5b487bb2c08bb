// SPDX-License-Identifier: Apache-2.0
// How far a Winograd convolution may be from the exact result, from its matrices and its operands.
//
// With u the unit roundoff (2^-24 of f32, 2^-53 of f64) and n roundings on the longest way of a datum to a result, a
// sum of products that is computed in any order is off by at most n u / (1 - n u) times the sum of the products'
// absolute values (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). A result is such a sum,
// of A^T [U o (B^T d B)] A over the channels, with U the transformed filter; no step cancels terms within an entry of a
// matrix (winograd_line.hpp). So with D_c the largest |d| of channel c and b_i the sum of |B^T| in row i,
//
//   |error of (r, s)|  <=  n u / (1 - n u) * sum over i, j of |A^T_ri| |A^T_sj| b_i b_j sum over c of |U_ijc| D_c
//
// where n counts one rounding of U (it is transformed in a wider type, whose own errors are 2^-29 of that for f32; for
// f64 2^-11 each on x86-64, ten of them at the most, so that n counts one more), twice those of a line in and out, one
// addition for each channel, one more where products are rounded before they are added, and one for each block of
// channels that is added to the sums of those before. Unlike the tolerance of an inner product it knows that a result
// depends on all inputs of its tile, and how far they are blown up.
#pragma once

#include "operators/conv2d/conv_shape.hpp"

namespace cachebound::operators::conv2d {

/// Of F(outputs x outputs, 3 x 3), over all results. `channel_blocks` is how many blocks the sum over channels has.
template <typename T>
double winograd_error_bound(int outputs, const ConvShape& shape, int channel_blocks, const T* input, const T* weights);
extern template double winograd_error_bound(int, const ConvShape&, int, const float*, const float*);
extern template double winograd_error_bound(int, const ConvShape&, int, const double*, const double*);

}  // namespace cachebound::operators::conv2d
