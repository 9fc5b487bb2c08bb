// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/gemm_traffic.hpp"

#include "analysis/traffic/operator_traffic.hpp"
#include "catch_compat.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

ByteCount total(const CallBytes& bytes) { return bytes.kernel + bytes.packing; }

/// Counts by doing: the five loops, one register tile at a time, every partial tile through a scratch tile.
CallBytes walked(const GemmProblem& p, const GemmBlocking& b) {
  CallBytes bytes;
  for (std::int64_t jc = 0; jc < p.n; jc += b.nc)
    for (std::int64_t pc = 0; pc < p.k; pc += b.kc) {
      const std::int64_t n = std::min<std::int64_t>(b.nc, p.n - jc), k = std::min<std::int64_t>(b.kc, p.k - pc);
      const std::int64_t panel_k = (k + p.depth_multiple - 1) / p.depth_multiple * p.depth_multiple;
      for (std::int64_t j = 0; j < n; j += b.nr) {
        bytes.packing.read += p.operand_bytes * std::min<std::int64_t>(b.nr, n - j) * k;
        bytes.packing.written += p.operand_bytes * b.nr * panel_k;
      }
      for (std::int64_t ic = 0; ic < p.m; ic += b.mc) {
        const std::int64_t m = std::min<std::int64_t>(b.mc, p.m - ic);
        for (std::int64_t i = 0; i < m; i += b.mr) {
          bytes.packing.read += p.operand_bytes * std::min<std::int64_t>(b.mr, m - i) * k;
          bytes.packing.written += p.operand_bytes * b.mr * panel_k;
        }
        for (std::int64_t j = 0; j < n; j += b.nr)
          for (std::int64_t i = 0; i < m; i += b.mr) {
            const std::int64_t rows = std::min<std::int64_t>(b.mr, m - i),
                               columns = std::min<std::int64_t>(b.nr, n - j);
            bytes.kernel.read += p.operand_bytes * panel_k * (b.mr + b.nr);
            if (pc > 0) bytes.kernel.read += p.result_bytes * rows * columns;
            bytes.kernel.written += p.result_bytes * rows * columns;
            if (rows < b.mr || columns < b.nr) {
              bytes.kernel.written += p.result_bytes * b.mr * b.nr;
              bytes.kernel.read += p.result_bytes * rows * columns;
            }
          }
      }
    }
  return bytes;
}

OperatorCase gemm_case(const std::string& backend, const std::string& problem) {
  OperatorCase op;
  op.op = "gemm";
  op.backend = backend;
  op.problem = problem;
  return op;
}

const std::vector<LevelCapacity> levels{
    {Level::l1, kibibytes(32)}, {Level::l2, mebibytes(1)}, {Level::l3, mebibytes(32)}};

}  // namespace

TEST_CASE("a problem is m, n and k in this order, each positive, and nothing else", "[analysis][traffic]") {
  CHECK(parse_gemm_problem("m1n2k3") == GemmProblem{1, 2, 3});
  CHECK(parse_gemm_problem("b4m1n2k3_tb") == GemmProblem{1, 2, 3, 4, false, true});
  CHECK(parse_gemm_problem("m1n2k3_ta_tb") == GemmProblem{1, 2, 3, 1, true, true});
  for (const char* wrong : {"", "m1n2", "m1n2k", "m0n2k3", "m-1n2k3", "n1m2k3", "m1n2k3 ", "m1n2k3x4",
                            "m99999999999999n1k1", "m1048576n1048576k1048576", "b1m1n2k3", "m1n2k3_tb_ta", "b0m1n2k3"})
    CHECK_FALSE(parse_gemm_problem(wrong));
}

TEST_CASE("L1 bytes of the tiled GEMM equal those of its loops, edges included", "[analysis][traffic]") {
  const auto blocking = GENERATE(GemmBlocking{14, 32, 112, 128, 64, 64}, GemmBlocking{6, 16, 12, 32, 7, 32},
                                 GemmBlocking{8, 8, 8, 8, 1, 16}, GemmBlocking{4, 12, 400, 1200, 500, 16});
  const auto problem = GENERATE(GemmProblem{1, 1, 1}, GemmProblem{13, 31, 63}, GemmProblem{14, 32, 64},
                                GemmProblem{113, 129, 65}, GemmProblem{97, 251, 130}, GemmProblem{112, 256, 256});
  CAPTURE(blocking.mr, blocking.nr, problem.m, problem.n, problem.k);
  CHECK(tiled_l1_bytes(problem, blocking) == walked(problem, blocking));
}

TEST_CASE("L1 bytes of panels that are padded along k, of operands narrower than results, equal those of the loops",
          "[analysis][traffic]") {
  const auto step = GENERATE(1, 2, 4);
  const auto kc = GENERATE(1, 6, 7, 64);
  const GemmBlocking blocking{8, 12, 16, 24, kc, 16};
  for (GemmProblem problem : {GemmProblem{1, 1, 1}, GemmProblem{13, 31, 63}, GemmProblem{16, 24, 64}, GemmProblem{97, 51, 130}}) {
    problem.operand_bytes = 2;
    problem.result_bytes = 4;
    problem.depth_multiple = step;
    CAPTURE(step, kc, problem.m, problem.n, problem.k);
    CHECK(tiled_l1_bytes(problem, blocking) == walked(problem, blocking));
  }
}

TEST_CASE("L1 bytes of a GEMM of 2 x 3 x 5 by hand", "[analysis][traffic]") {
  // One 4 x 4 tile, partly used, in two blocks along k (3 and 2 deep).
  const CallBytes bytes = tiled_l1_bytes({2, 3, 5}, {4, 4, 8, 8, 3, 16});
  CHECK(bytes.packing.read == 4 * (3 * 5 + 2 * 5));
  CHECK(bytes.packing.written == 4 * (4 * 5 + 4 * 5));
  CHECK(bytes.kernel.read == 4 * (5 * (4 + 4) + 2 * 6 + 6));  // panels; scratch twice; C once
  CHECK(bytes.kernel.written == 4 * (2 * 16 + 2 * 6));
}

TEST_CASE("for multiples of the tile L1 bytes per multiply-add follow the published formula", "[analysis][traffic]") {
  // S(1/mr + 1/nr) + S/kc for C + S(1/n + 1/m) for packing; loads of C start with the second block along k.
  const GemmProblem p{512, 512, 512};
  const ByteCount l1 = total(tiled_l1_bytes(p, {8, 8, 128, 512, 256, 16}));
  const double multiply_adds = 512.0 * 512 * 512;
  CHECK(static_cast<double>(l1.read) / multiply_adds == Approx(4 * (1.0 / 8 + 1.0 / 8) + 4.0 / 512 + 8.0 / 512));
  CHECK(static_cast<double>(l1.written) / multiply_adds == Approx(4.0 / 256 + 8.0 / 512));
}

TEST_CASE("beyond L1 the A panels stream once per column panel and B once per block of rows", "[analysis][traffic]") {
  // facts: S/nr [A] + S/mc [B] + S/kc in each direction [C], and packing's own bytes.
  const GemmProblem p{1024, 1024, 1024};
  const GemmBlocking blocking{8, 16, 128, 1024, 256, 32};
  const double multiply_adds = 1024.0 * 1024 * 1024;
  const CallBytes l2 = tiled_bytes_beyond(p, blocking, kibibytes(32));
  CHECK(static_cast<double>(l2.kernel.read) / multiply_adds == Approx(4.0 / 16 + 4.0 / 128 + 4.0 / 256));
  CHECK(static_cast<double>(l2.kernel.written) / multiply_adds == Approx(4.0 / 256));
  CHECK(static_cast<double>(l2.packing.read) / multiply_adds == Approx(2 * (4.0 / 1024 + 4.0 / 1024)));
  // Beyond L2 the block of A stays: B once per block of rows, C, and the sources.
  const CallBytes l3 = tiled_bytes_beyond(p, blocking, kibibytes(512));
  CHECK(static_cast<double>(l3.kernel.read) / multiply_adds == Approx(4.0 / 128 + 4.0 / 256));
}

TEST_CASE("warm operands that fit inside a level cause no traffic beyond it", "[analysis][traffic]") {
  const GemmProblem p{64, 64, 64};  // 48 KiB, packed copies 32 KiB more
  const GemmBlocking blocking{8, 16, 64, 64, 64, 32};
  CHECK(total(tiled_bytes_beyond(p, blocking, mebibytes(1))) == ByteCount{});
  CHECK(naive_bytes_beyond(p, mebibytes(1)) == ByteCount{});
  CHECK(compulsory_bytes_beyond(p, mebibytes(1)) == ByteCount{});
  CHECK_FALSE(total(tiled_bytes_beyond(p, blocking, kibibytes(32))) == ByteCount{});
}

TEST_CASE("traffic beyond a cache never grows with the cache", "[analysis][traffic]") {
  const auto p = GENERATE(GemmProblem{512, 512, 512}, GemmProblem{100, 3000, 70}, GemmProblem{2000, 17, 900});
  const GemmBlocking blocking{14, 32, 112, 1024, 256, 64};
  std::int64_t tiled = total(tiled_bytes_beyond(p, blocking, kibibytes(1))).read;
  std::int64_t naive = naive_bytes_beyond(p, kibibytes(1)).read;
  for (double size = 2; size < 65536; size *= 2) {
    const std::int64_t next = total(tiled_bytes_beyond(p, blocking, kibibytes(size))).read;
    const std::int64_t next_naive = naive_bytes_beyond(p, kibibytes(size)).read;
    CAPTURE(size, p.m, p.n, p.k);
    CHECK(next <= tiled);
    CHECK(next_naive <= naive);
    tiled = next;
    naive = next_naive;
  }
}

TEST_CASE("the naive GEMM loads two floats per multiply-add and stores each result once", "[analysis][traffic]") {
  CHECK(naive_l1_bytes({3, 5, 7}) == ByteCount{8 * 3 * 5 * 7, 4 * 3 * 5});
}

TEST_CASE("the naive walk down a column of B costs a line per multiply-add once its lines no longer fit",
          "[analysis][traffic]") {
  // 1024 rows x 64 B = 64 KiB of lines do not fit 32 KiB; they do fit 1 MiB, but B (4 MiB) does not.
  const GemmProblem p{1024, 1040, 1024};
  const std::int64_t others = 4 * 1024 * 1024 + 4 * 1024 * 1040;  // A once, C allocated
  CHECK(naive_bytes_beyond(p, kibibytes(32)).read == std::int64_t{64} * 1024 * 1040 * 1024 + others);
  CHECK(naive_bytes_beyond(p, mebibytes(1)).read == std::int64_t{4} * 1024 * 1040 * 1024 + others);
  // Rows of 4 KiB meet in a 64th of the sets, in which 1 MiB has room for 256 lines.
  CHECK(naive_bytes_beyond({1024, 1024, 1024}, mebibytes(1)).read ==
        std::int64_t{64} * 1024 * 1024 * 1024 + 8 * 1024 * 1024);
  // Of 1 KiB: 256 rows' lines want 16 times their size. Traced with 48 KiB, 12 ways: 1078624704 bytes (qemu-x86_64 7.2).
  const double traced = 1078624704.0;
  CHECK(static_cast<double>(naive_bytes_beyond({256, 256, 256}, kibibytes(48)).read) == Approx(traced).epsilon(0.01));
}

TEST_CASE("each backend's traffic says where it comes from, for every level of the machine", "[analysis][traffic]") {
  OperatorCase tiled = gemm_case("tiled", "m512n512k512");
  tiled.blocking = GemmBlocking{14, 32, 112, 1024, 256, 64};
  for (const OperatorCase& op : {tiled, gemm_case("naive", "m512n512k512")}) {
    const auto traffic = model_traffic(op, levels);
    REQUIRE(traffic.size() == 4);
    CHECK(traffic[0].level == Level::l1);
    CHECK(traffic[3].level == Level::dram);
    CHECK(traffic[3].read == Bytes{0});
    for (const Traffic& t : traffic) CHECK(t.source == TrafficSource::modelled);
  }
  const auto library = model_traffic(gemm_case("openblas", "m512n512k512"), levels);
  CHECK(library[0].read == mebibytes(2));
  CHECK(library[0].written == mebibytes(1));
  CHECK(library[2].read == mebibytes(2));  // 3 MiB do not fit the 1 MiB of L2
  CHECK(library[3].read == Bytes{0});
  for (const Traffic& t : library) CHECK(t.source == TrafficSource::compulsory);
  CHECK(model_traffic(gemm_case("tiled", "nonsense"), levels).empty());
}

TEST_CASE("a cold call fetches what it finds nowhere, a warm one what does not fit", "[analysis][traffic]") {
  OperatorCase op = gemm_case("tiled", "m64n96k32");
  op.blocking = GemmBlocking{6, 16, 60, 96, 32, 32};
  const auto read = [&](std::size_t level) { return model_traffic(op, levels)[level].read.value; };
  CHECK(read(3) == 0.0);
  op.cache = CacheState::cold_weights;
  CHECK(read(1) >= 4.0 * 32 * 96);
  CHECK(read(2) == 4.0 * 32 * 96);
  CHECK(read(3) == 4.0 * 32 * 96);
  op.cache = CacheState::cold_all;
  CHECK(read(3) == 4.0 * (64 * 32 + 32 * 96));
  const auto cold = model_traffic(op, levels);
  CHECK(cold[3].source == TrafficSource::compulsory);
  CHECK(cold[0].source == TrafficSource::modelled);
  // Where a warm call must fetch more than that, it does so when it is cold as well.
  OperatorCase large = gemm_case("tiled", "m2048n2048k2048");
  large.blocking = GemmBlocking{6, 16, 120, 1024, 256, 32};
  const auto warm = model_traffic(large, levels);
  large.cache = CacheState::cold_all;
  CHECK(model_traffic(large, levels) == warm);
}

TEST_CASE("a team's L1 bytes are those of its threads' products", "[analysis][traffic]") {
  const GemmBlocking b{6, 16, 60, 96, 32, 32};
  const auto sum = [](const CallBytes& x, const CallBytes& y) {
    return CallBytes{x.kernel + y.kernel, x.packing + y.packing};
  };
  // 6 panels of columns and 11 of rows: by rows, 5 panels and 6.
  CHECK(team_l1_bytes({64, 96, 32}, b, 2) == sum(tiled_l1_bytes({30, 96, 32}, b), tiled_l1_bytes({34, 96, 32}, b)));
  CHECK(team_l1_bytes({64, 333, 32}, b, 2) == sum(tiled_l1_bytes({64, 160, 32}, b), tiled_l1_bytes({64, 173, 32}, b)));
  // A batch by whole products, in which nobody packs what another does.
  CHECK(team_l1_bytes({64, 96, 32, 5}, b, 4) == 5 * tiled_l1_bytes({64, 96, 32}, b));
  CHECK(team_l1_bytes({64, 96, 32, 3}, b, 4) == 3 * team_l1_bytes({64, 96, 32}, b, 4));
  CHECK(team_l1_bytes({3, 5, 7}, b, 8) == tiled_l1_bytes({3, 5, 7}, b));
  OperatorCase op = gemm_case("tiled", "m64n333k32");
  op.blocking = b;
  op.threads = 2;
  const auto traffic = model_traffic(op, levels);
  CHECK(traffic[0].source == TrafficSource::modelled);
  CHECK(traffic[1].source == TrafficSource::compulsory);
}

TEST_CASE("traffic of other types is that of f32 in proportion", "[analysis][traffic]") {
  OperatorCase op = gemm_case("tiled", "m509n317k401");
  op.blocking = GemmBlocking{6, 16, 60, 96, 32, 32};
  const auto f32 = model_traffic(op, {{Level::l1, kibibytes(32)}, {Level::l2, kibibytes(512)}});
  op.dtype = DType::f64;
  const auto f64 = model_traffic(op, {{Level::l1, kibibytes(64)}, {Level::l2, kibibytes(1024)}});
  op.dtype = DType::f16;
  const auto f16 = model_traffic(op, {{Level::l1, kibibytes(16)}, {Level::l2, kibibytes(256)}});
  REQUIRE(f32.size() == 3);
  for (std::size_t i = 0; i < f32.size(); ++i) {
    CHECK(f64[i].read.value == 2.0 * f32[i].read.value);
    CHECK(f16[i].written.value == 0.5 * f32[i].written.value);
  }
  op.dtype = DType::i8;
  CHECK(model_traffic(op, levels).empty());
}

TEST_CASE("bf16 has operands of two bytes and results of four", "[analysis][traffic]") {
  OperatorCase op = gemm_case("onednn", "m509n317k401");
  op.dtype = DType::bf16;
  const auto compulsory = model_traffic(op, {{Level::l1, kibibytes(32)}});
  REQUIRE(compulsory.size() == 2);
  for (const Traffic& t : compulsory) {
    CHECK(t.source == TrafficSource::compulsory);
    CHECK(t.read.value == 2.0 * (509 * 401 + 401 * 317));
    CHECK(t.written.value == 4.0 * 509 * 317);
  }
  op.cache = CacheState::cold_weights;
  const auto cold = model_traffic(op, {{Level::l1, mebibytes(64)}});
  CHECK(cold[1].read.value == 2.0 * 401 * 317);
  // Of a tiled one the operands' part is that of f16, C's that of f32.
  op = gemm_case("tiled", "m512n768k384");
  op.blocking = GemmBlocking{8, 16, 64, 256, 128, 32};
  const auto f32 = model_traffic(op, {{Level::l1, kibibytes(32)}});
  op.dtype = DType::bf16;
  const auto bf16 = model_traffic(op, {{Level::l1, kibibytes(16)}});
  CHECK(bf16[0].source == TrafficSource::modelled);
  CHECK(bf16[0].read.value == 0.5 * f32[0].read.value + 0.5 * 4 * 512 * 768 * 2);  // C is read by two of three blocks
  CHECK(model_traffic(op, levels).size() == 4);
  // Panels of a depth that is no multiple of four are padded.
  OperatorCase odd = gemm_case("tiled", "m512n768k381");
  odd.dtype = DType::bf16;
  odd.blocking = op.blocking;
  CHECK(model_traffic(odd, levels)[0].written.value == bf16[0].written.value);
  CHECK(model_traffic(odd, levels)[0].read.value < bf16[0].read.value);
}

TEST_CASE("a machine without L3 has DRAM directly beyond L2", "[analysis][traffic]") {
  const std::vector<LevelCapacity> two{{Level::l1, kibibytes(32)}, {Level::l2, kibibytes(512)}};
  const auto traffic = model_traffic(gemm_case("naive", "m512n512k512"), two);
  REQUIRE(traffic.size() == 3);
  CHECK(traffic[1].level == Level::l2);
  CHECK(traffic[2].level == Level::dram);
  CHECK(traffic[2].read > Bytes{0});
}

TEST_CASE("counted and traced bytes are kept, modelled and compulsory ones are modelled again", "[analysis][traffic]") {
  OperatorCase op = gemm_case("openblas", "m512n512k512");
  op.traffic = {{Level::l1, {123}, {45}, TrafficSource::traced}, {Level::l2, {1}, {1}, TrafficSource::compulsory}};
  const auto traffic = complete_traffic(op, levels);
  CHECK(traffic[0] == op.traffic[0]);
  CHECK(traffic[1].read == mebibytes(2));
}

TEST_CASE("a blocking from a broken file costs neither time nor an overflow", "[analysis][traffic]") {
  OperatorCase op = gemm_case("tiled", "m1048576n16384k16384");
  op.blocking = GemmBlocking{1, 1, 1, 1, 1, 4};
  REQUIRE(model_traffic(op, levels).size() == 4);
  for (const Traffic& t : model_traffic(op, levels)) CHECK(t.read >= Bytes{0});
  op.blocking = GemmBlocking{2000000000, 1, 1, 1, 1, 4};
  CHECK(model_traffic(op, levels)[0].source == TrafficSource::compulsory);
}

TEST_CASE("L1 bytes equal the count that operators/gemm makes by walking its own driver's loops",
          "[analysis][traffic]") {
  // Recorded from operators::gemm::count_tiled_traffic; a module may not include it here (docs/architecture.md).
  const CallBytes a = tiled_l1_bytes({113, 129, 65}, {14, 32, 112, 128, 64, 64});
  CHECK(a.packing == ByteCount{92300, 107120});
  CHECK(total(a) == ByteCount{690736, 270328});
  const CallBytes b = tiled_l1_bytes({97, 251, 130}, {6, 16, 12, 32, 7, 32});
  CHECK(b.packing == ByteCount{534040, 557440});
  CHECK(total(b) == ByteCount{5498036, 2641284});
  const CallBytes c = tiled_l1_bytes({511, 513, 515}, {14, 32, 112, 1024, 256, 64});
  CHECK(c.packing == ByteCount{2109440, 2187720});
  CHECK(total(c) == ByteCount{63859764, 5618364});
}
