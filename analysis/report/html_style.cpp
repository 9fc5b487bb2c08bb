// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_style.hpp"

#include <fmt/format.h>

#include "analysis/report/palette.hpp"

namespace cachebound::analysis::report {
namespace {

// Below 46rem a wide table turns into cards, one per row, each cell under its own heading: nothing scrolls sideways on
// a phone. Figures exist in two drawings and the page shows the one that fits.
constexpr std::string_view sheet = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--fig-text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.015em}
h2{font-size:1.35rem;margin:0 0 .5rem;letter-spacing:-.01em}
h3{font-size:1.05rem;margin:1.25rem 0 .4rem}
p{margin:.5rem 0;max-width:78ch}
.subtitle{color:var(--fig-muted);margin:0 0 1rem}
nav{display:flex;flex-wrap:wrap;gap:.4rem .5rem;margin:1rem 0 1.5rem;padding:0;list-style:none}
nav a{display:inline-block;padding:.2rem .7rem;border:1px solid var(--line);border-radius:99px;color:var(--fig-text);text-decoration:none;font-size:.875rem;background:var(--fig-paper)}
nav a:hover,nav a:focus-visible{border-color:var(--fig-l1);color:var(--fig-l1)}
section{background:var(--fig-paper);border:1px solid var(--line);border-radius:14px;padding:1.4rem 1.5rem;margin:0 0 1.25rem;scroll-margin-top:1rem}
section section,details section{border:0;padding:0;margin:1rem 0 0;background:none}
.lead{font-size:1.05rem}
code{font:.86em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.muted,.absent{color:var(--fig-muted)}
.absent{font-style:italic}
.good{color:var(--good)}.warning{color:var(--warning)}.bad{color:var(--bad)}
.badge{display:inline-block;padding:0 .5rem;border-radius:99px;border:1px solid currentColor;font-size:.8rem;white-space:nowrap}
.notice{border-left:4px solid var(--fig-muted);padding:.5rem .9rem;margin:.6rem 0;background:var(--page);border-radius:0 8px 8px 0}
.notice p{margin:.15rem 0}
.notice strong{font-weight:650}
.notice.good{border-color:var(--good)}.notice.warning{border-color:var(--warning)}.notice.bad{border-color:var(--bad)}
.notice.good,.notice.warning,.notice.bad{color:inherit}
.banner{border:2px solid var(--bad);border-radius:12px;padding:.75rem 1rem;margin:0 0 1rem;background:var(--fig-paper)}
.banner strong{color:var(--bad)}
.banner p{margin:.2rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr));gap:.75rem;margin:1rem 0}
.tiles>div{border:1px solid var(--line);border-radius:12px;padding:.7rem .9rem;background:var(--page)}
.tiles dt{color:var(--fig-muted);font-size:.85rem}
.tiles dd{margin:.1rem 0 0;font-size:1.15rem;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums;line-height:1.3}
.value{white-space:nowrap}
.unit{font-size:.78em;font-weight:550}
.tiles small{display:block;overflow-wrap:anywhere;font-size:.8rem;font-weight:400;color:var(--fig-muted);letter-spacing:0}
.facts{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr;gap:.3rem 1.25rem;margin:.75rem 0}
.facts dt{color:var(--fig-muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
.facts small{color:var(--fig-muted)}
.tablewrap{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--fig-muted);padding:0 0 .4rem;font-size:.9rem}
th,td{padding:.42rem .7rem;border-bottom:1px solid var(--line);vertical-align:top;text-align:left}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;color:var(--fig-muted);font-size:.8rem;border-bottom-color:var(--fig-muted);vertical-align:bottom}
tbody th{font-weight:600}
td code,th code{overflow-wrap:break-word}
thead th.r{white-space:normal}
.r{text-align:right;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
.iv{display:block;color:var(--fig-muted);font-size:.78rem;white-space:nowrap}
.note{color:var(--fig-muted);font-size:.875rem}
.bar{position:relative;display:block;height:.95rem;min-width:8rem;background:var(--page);border-radius:4px;overflow:hidden;margin-top:.25rem}
.bar i{position:absolute;top:0;bottom:0;min-width:1px}
.bar i+i{border-left:1px solid var(--fig-paper)}
figure{margin:1rem 0}
figcaption{margin-top:.5rem;color:var(--fig-muted);font-size:.9rem;max-width:80ch}
figure svg{display:block;width:100%;height:auto}
figure svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;paint-order:stroke;stroke:var(--fig-paper);stroke-width:3px;stroke-linejoin:round}
.narrow{display:none!important}
details{margin:.6rem 0}
summary{cursor:pointer;padding:.35rem 0}
summary:focus-visible{outline:2px solid var(--fig-l1);outline-offset:2px}
details.fold{border-top:1px solid var(--line);margin:0}
details.fold>summary{padding:.6rem 0}
details.fold>summary strong{font-weight:600;overflow-wrap:anywhere}
details.fold>summary span{display:block;color:var(--fig-muted);font-size:.9rem;padding-left:1.05rem}
details.numbers>summary{color:var(--fig-muted);font-size:.9rem}
.commands dt{margin-top:.7rem;color:var(--fig-muted);font-size:.9rem;overflow-wrap:anywhere}
.commands dd{margin:.15rem 0 0}
pre{margin:0;padding:.55rem .8rem;background:var(--page);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.9rem}
footer{color:var(--fig-muted);font-size:.85rem;padding-bottom:3rem}
@media (max-width:46rem){
main,header,footer{padding:0 .8rem}
header{padding-top:1.5rem}
section{padding:1rem .9rem;border-radius:12px}
h1{font-size:1.5rem}
.wide{display:none!important}
.narrow{display:block!important}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.5rem}
.tiles{grid-template-columns:1fr 1fr;gap:.5rem}
.tiles>div{padding:.55rem .65rem}
.tiles dd{font-size:1rem}
table.cards,.cards tbody,.cards caption{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{display:block;border:1px solid var(--line);border-radius:10px;padding:.5rem .75rem;margin:0 0 .6rem;background:var(--page)}
.cards tr>*{display:flex;justify-content:space-between;gap:1rem;text-align:right;padding:.22rem 0;border:0;white-space:normal}
.cards tr>td::before{content:attr(data-label);color:var(--fig-muted);text-align:left;flex:0 0 38%}
.cards tr>th{display:block;text-align:left}
.cards .bar{flex:1;background:var(--fig-paper)}
}
@media print{body{background:#fff}section{break-inside:avoid;border:0}nav{display:none}}
)css";

}  // namespace

std::string style_sheet() {
  std::string light =
      ":root{color-scheme:light dark;--page:#f5f6f8;--line:#dfe3e9;--good:#1f7a3a;--warning:#8a5a00;--bad:#b3261e;";
  std::string dark =
      "@media "
      "(prefers-color-scheme:dark){:root{--page:#0f1216;--line:#2c323c;--good:#6fd08c;--warning:#f0b95a;--bad:#ff8d84;";
  for (const InkColour& colour : palette) {
    light += fmt::format("--fig-{}:{};", colour.name, colour.light);
    dark += fmt::format("--fig-{}:{};", colour.name, colour.dark);
  }
  return light + "}\n" + dark + "}}" + std::string(sheet);
}

}  // namespace cachebound::analysis::report
