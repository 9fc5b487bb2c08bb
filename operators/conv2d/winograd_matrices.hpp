// SPDX-License-Identifier: Apache-2.0
// The matrices of F(2, 3) and F(4, 3), from Lavin and Gray 2015, section 4.1 and 4.3.
#pragma once

namespace cachebound::operators::conv2d {

template <int outputs>
struct Winograd;

template <>
struct Winograd<2> {
  static constexpr int points = 4;
  static constexpr int input_roundings = 1;  ///< on the longest way through a line (winograd_line.hpp)
  static constexpr int output_roundings = 2;
  static constexpr float input[4][4] = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
  static constexpr long double filter[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
  static constexpr float output[2][4] = {{1, 1, 1, 0}, {0, 1, -1, -1}};
};

template <>
struct Winograd<4> {
  static constexpr int points = 6;
  static constexpr int input_roundings = 2;  // doubling and multiplying by 4 round nothing
  static constexpr int output_roundings = 3;
  static constexpr float input[6][6] = {{4, 0, -5, 0, 1, 0},  {0, -4, -4, 1, 1, 0}, {0, 4, -4, -1, 1, 0},
                                        {0, -2, -1, 2, 1, 0}, {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1}};
  static constexpr long double filter[6][3] = {{1.0L / 4, 0, 0},
                                               {-1.0L / 6, -1.0L / 6, -1.0L / 6},
                                               {-1.0L / 6, 1.0L / 6, -1.0L / 6},
                                               {1.0L / 24, 1.0L / 12, 1.0L / 6},
                                               {1.0L / 24, -1.0L / 12, 1.0L / 6},
                                               {0, 0, 1}};
  static constexpr float output[4][6] = {
      {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}};
};

}  // namespace cachebound::operators::conv2d
