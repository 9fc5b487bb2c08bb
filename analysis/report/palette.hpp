// SPDX-License-Identifier: Apache-2.0
// One colour per role, for paper and for the dark. The daylight colours also travel through gnuplot's SVG, where they
// identify the role again, so no two roles share one.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "analysis/report/plot.hpp"

namespace cachebound::analysis::report {

struct InkColour {
  Ink ink;
  std::string_view name;   ///< of the CSS variable: --fig-<name>
  std::string_view light;  ///< "#rrggbb", lower case
  std::string_view dark;
};

// Levels run from blue to grey as they run outward; operators take the warm and the green side, so that a point never
// looks like a ceiling. Text and level colours keep a contrast of 4.5:1 against their paper.
inline constexpr std::array palette{
    InkColour{Ink::paper, "paper", "#ffffff", "#171a20"},     InkColour{Ink::text, "text", "#1d2430", "#e7eaef"},
    InkColour{Ink::muted, "muted", "#5d6675", "#a3adbb"},     InkColour{Ink::grid, "grid", "#d8dde5", "#323945"},
    InkColour{Ink::compute, "compute", "#3b2f8f", "#b3a8ff"}, InkColour{Ink::level1, "l1", "#1d5fd1", "#7fb0ff"},
    InkColour{Ink::level2, "l2", "#0b7285", "#58c7dc"},       InkColour{Ink::level3, "l3", "#2b7a4b", "#63d296"},
    InkColour{Ink::dram, "dram", "#6b5a4e", "#c9b6a6"},       InkColour{Ink::series1, "s1", "#d9480f", "#ff9a5c"},
    InkColour{Ink::series2, "s2", "#a61e4d", "#ff7aa8"},      InkColour{Ink::series3, "s3", "#7c5e00", "#f2c94c"},
    InkColour{Ink::series4, "s4", "#862e9c", "#e09bf5"},      InkColour{Ink::series5, "s5", "#4f6f00", "#b6dd5a"},
    InkColour{Ink::series6, "s6", "#c92a2a", "#ff8787"}};

constexpr const InkColour& colour_of(Ink ink) {
  for (const InkColour& colour : palette)
    if (colour.ink == ink) return colour;
  return palette.front();
}

std::optional<InkColour> colour_of_rgb(int red, int green, int blue);

}  // namespace cachebound::analysis::report
