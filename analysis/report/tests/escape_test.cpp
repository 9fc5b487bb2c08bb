// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/escape.hpp"

#include "catch_compat.hpp"

namespace report = cachebound::analysis::report;

TEST_CASE("control characters and broken UTF-8 never reach an output", "[report][escape]") {
  CHECK(report::printable("a\033[31mb\a") == "a?[31mb?");
  CHECK(report::printable("two\nlines\tand more") == "two lines and more");
  CHECK(report::printable("caf\xC3\xA9") == "caf\xC3\xA9");
  CHECK(report::printable("\xC3(") == "?(");
  CHECK(report::printable("\xC0\xAF") == "??");
  CHECK(report::printable("\xC2\x9B"
                          "31m") == "??31m");
  CHECK(report::printable("\xED\xA0\x80") == "???");
  CHECK(report::display_width("µs") == 2);
}

TEST_CASE("HTML escapes all that could open or leave an element or attribute", "[report][escape]") {
  CHECK(report::escape_html("<script>alert(\"x\" & 'y')</script>") ==
        "&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;");
}

TEST_CASE("Markdown cells stay cells", "[report][escape]") {
  CHECK(report::escape_markdown("a|b_c*d<e>") == "a\\|b\\_c\\*d&lt;e&gt;");
  CHECK(report::markdown_code("a|b") == "`a\\|b`");
  CHECK(report::markdown_code("a`b") == "`` a`b ``");
}

TEST_CASE("CSV fields are quoted by RFC 4180", "[report][escape]") {
  CHECK(report::csv_field("plain") == "plain");
  CHECK(report::csv_field("a,b") == "\"a,b\"");
  CHECK(report::csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(report::csv_field("two\nlines") == "two lines");
}

TEST_CASE("a gnuplot literal holds whatever it is given", "[report][escape]") {
  CHECK(report::gnuplot_literal("it's `id` \"x\"") == "'it\xE2\x80\x99s `id` \"x\"'");
}

TEST_CASE("a slug is a safe file name", "[report][escape]") {
  CHECK(report::slug("gemm/Tiled/f32") == "gemm-tiled-f32");
  CHECK(report::slug("../../etc/passwd") == "etc-passwd");
  CHECK(report::slug("///") == "x");
}
