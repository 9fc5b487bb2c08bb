// SPDX-License-Identifier: Apache-2.0
#include "analysis/ceilings.hpp"

#include <fmt/format.h>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

TEST_CASE("the best form is the ceiling and is named, with those that it beat", "[analysis][ceilings]") {
  const auto ceilings = compute_ceilings({example::compute_row(Isa::avx512, "fma_f32_avx512_c8", 40),
                                          example::compute_row(Isa::avx512, "fma_f32_avx512_c12", 63.9),
                                          example::compute_row(Isa::avx512, "fma_f32_avx512_c24", 62)});
  REQUIRE(ceilings.size() == 1);
  CHECK(ceilings[0].id == "fma_f32_avx512");
  CHECK(ceilings[0].probe == "fma_f32_avx512_c12");
  CHECK(ceilings[0].contenders.size() == 3);
}

TEST_CASE("a form does not win by its noise", "[analysis][ceilings]") {
  ProbeMeasurement noisy = example::compute_row(Isa::avx2, "noisy", 33);
  noisy.flops_per_cycle.low = {20};
  const auto ceilings = compute_ceilings({noisy, example::compute_row(Isa::avx2, "steady", 31.9)});
  CHECK(ceilings[0].probe == "steady");
}

TEST_CASE("a form that failed loses to one that ran; where all failed the reason stands", "[analysis][ceilings]") {
  ProbeMeasurement failed = example::compute_row(Isa::avx2, "faulting", 99);
  failed.error = Error{Reason::not_supported_by_cpu, "SIGILL"};
  CHECK(compute_ceilings({failed, example::compute_row(Isa::avx2, "running", 31)})[0].probe == "running");
  CHECK(compute_ceilings({failed})[0].error == failed.error);
}

TEST_CASE("the widest set owns the plain ids of memory ceilings, others carry their name", "[analysis][ceilings]") {
  const MachineModel model = example::machine();
  const MeasuredCoreKind& kind = model.core_kinds.at(0);
  for (const char* id : {"read_l1", "read_l2", "read_l3", "read_dram", "read_l1_avx2", "read_dram_avx2"}) {
    CAPTURE(id);
    REQUIRE(find_ceiling(kind, id) != nullptr);
  }
  CHECK(find_ceiling(kind, "read_l1")->isa == Isa::avx512);
  CHECK(find_ceiling(kind, "read_l1_avx2")->bytes_per_cycle.value == BytesPerCycle{32});
  for (std::size_t i = 0; i < kind.ceilings.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(kind.ceilings[i].id != kind.ceilings[j].id);
}

TEST_CASE("the DRAM ceiling is that of the largest working set", "[analysis][ceilings]") {
  const MachineModel model = example::machine();
  CHECK(find_ceiling(model.core_kinds.at(0), "read_dram")->working_set == mebibytes(512));
}

TEST_CASE("a set that the level inside still serves in part does not give the ceiling", "[analysis][ceilings]") {
  LevelPlateau inner;
  inner.first = kibibytes(4);
  inner.last = kibibytes(32);
  LevelPlateau outer;
  outer.level = Level::l2;
  outer.first = kibibytes(48);
  outer.last = kibibytes(512);
  const auto ceilings = memory_ceilings({example::read_row(Isa::avx2, "read_avx2", 16 * 1024, 64),
                                         example::read_row(Isa::avx2, "read_avx2", 48 * 1024, 33),
                                         example::read_row(Isa::avx2, "read_avx2", 256 * 1024, 32)},
                                        {inner, outer});
  REQUIRE(ceilings.size() == 2);
  CHECK(ceilings[1].working_set == kibibytes(256));
}

namespace {

LevelPlateau plateau(Level level, double first_kib, double last_kib) {
  LevelPlateau result;
  result.level = level;
  result.first = kibibytes(first_kib);
  result.last = kibibytes(last_kib);
  return result;
}

}  // namespace

TEST_CASE("every operation and type has its own compute ceiling", "[analysis][ceilings]") {
  ProbeMeasurement mul = example::compute_row(Isa::avx2, "mul_f32_avx2", 16);
  mul.operation = "mul";
  ProbeMeasurement dot = example::compute_row(Isa::avx512_vnni, "dot_i8_avx512_vnni", 256);
  dot.operation = "dot";
  dot.dtype = DType::i8;
  const auto ceilings = compute_ceilings({example::compute_row(Isa::avx2, "fma_f32_avx2", 32), mul, dot});
  REQUIRE(ceilings.size() == 3);
  CHECK(ceilings[1].id == "mul_f32_avx2");
  CHECK(ceilings[2].id == "dot_i8_avx512_vnni");
}

TEST_CASE("a step of an accumulator sweep is no ceiling, however fast", "[analysis][ceilings]") {
  ProbeMeasurement step = example::compute_row(Isa::avx2, "fma_f32_avx2", 99);
  step.accumulators = 13;
  const auto ceilings = compute_ceilings({step, example::compute_row(Isa::avx2, "fma_f32_avx2", 32)});
  REQUIRE(ceilings.size() == 1);
  CHECK(ceilings[0].flops_per_cycle.value == FlopsPerCycle{32});
}

TEST_CASE("operators are placed under multiply-accumulates, the fastest of their set", "[analysis][ceilings]") {
  MeasuredCoreKind kind;
  ProbeMeasurement mul = example::compute_row(Isa::avx2, "mul_f32_avx2", 99);
  mul.operation = "mul";
  ProbeMeasurement mla = example::compute_row(Isa::avx2, "mla_f32_avx2", 8);
  mla.operation = "mla";
  kind.ceilings = compute_ceilings({mul, mla, example::compute_row(Isa::avx2, "fma_f32_avx2", 32)});
  CHECK(find_compute_ceiling(kind, DType::f32, Isa::avx2, 1)->id == "fma_f32_avx2");
  CHECK(find_compute_ceiling(kind, DType::i8, Isa::avx2, 1) == nullptr);
}

TEST_CASE("an outer product is a ceiling of its own, and no operator's that vectors have one for",
          "[analysis][ceilings]") {
  MeasuredCoreKind kind;
  ProbeMeasurement mopa = example::compute_row(Isa::sme, "mopa_f32_sme", 512);
  mopa.operation = "mopa";
  kind.ceilings = compute_ceilings(
      {mopa, example::compute_row(Isa::sve, "fma_f32_sve", 64), example::compute_row(Isa::neon, "fma_f32_neon", 32)});
  REQUIRE(kind.ceilings.size() == 3);
  CHECK(find_compute_ceiling(kind, DType::f32, Isa::sme, 1)->id == "mopa_f32_sme");
  CHECK(find_compute_ceiling(kind, DType::f32, Isa::sve, 1)->id == "fma_f32_sve");
  CHECK(find_compute_ceiling(kind, DType::f32, Isa::neon, 1)->id == "fma_f32_neon");
  CHECK_FALSE(contains(included_sets(Isa::sme), Isa::sve));
  CHECK_FALSE(contains(included_sets(Isa::sme_f64f64), Isa::sve));
}

TEST_CASE("writes and copies are ceilings beside reads, and never found as reads", "[analysis][ceilings]") {
  MeasuredCoreKind kind;
  kind.ceilings =
      memory_ceilings({example::access_row(Access::copy, 8192, 90), example::access_row(Access::write, 8192, 95),
                       example::read_row(Isa::avx2, "read_avx2", 8192, 64)},
                      {plateau(Level::l1, 4, 32)});
  REQUIRE(kind.ceilings.size() == 3);
  CHECK(find_ceiling(kind, "copy_l1") != nullptr);
  CHECK(find_ceiling(kind, "write_l1") != nullptr);
  CHECK(find_memory_ceiling(kind, Level::l1, Isa::avx2, 1)->id == "read_l1");
}

TEST_CASE("levels are found from reads alone", "[analysis][ceilings]") {
  const MachineModel model = example::machine();
  CoreKindInput input;
  input.measurements = model.core_kinds.at(0).measurements;
  const auto levels = build_model({}, {}, {input}).core_kinds.at(0).levels;
  for (double size = 4096; size <= 256.0 * 1024 * 1024; size *= 1.5)
    input.measurements.push_back(example::access_row(Access::write, size, 3));
  CHECK(build_model({}, {}, {input}).core_kinds.at(0).levels == levels);
}

TEST_CASE("a latency is the least on its plateau clear of the level inside", "[analysis][ceilings]") {
  const auto ceilings = latency_ceilings({example::latency_row("chase_scalar_paged", 8 * 1024, 4),
                                          example::latency_row("chase_scalar_paged", 48 * 1024, 9),
                                          example::latency_row("chase_scalar_paged", 256 * 1024, 14),
                                          example::latency_row("chase_scalar_paged", 512 * 1024, 15),
                                          example::latency_row("chase_scalar", 256 * 1024, 18)},
                                         {plateau(Level::l1, 4, 32), plateau(Level::l2, 48, 512)});
  REQUIRE(ceilings.size() == 3);
  CHECK(ceilings[0].id == "latency_l1");
  CHECK(ceilings[1].id == "latency_l2");
  CHECK(ceilings[1].latency_cycles.value == Cycles{14});
  CHECK(ceilings[2].id == "latency_l2_random");
}

namespace {

ProbeMeasurement team_row(double working_set, int threads, double bytes_per_cycle) {
  ProbeMeasurement row = example::read_row(Isa::avx2, "read_avx2", working_set, bytes_per_cycle);
  row.id += fmt::format("/threads:{}", threads);
  row.threads = threads;
  row.thread_balance = 1.02;
  return row;
}

}  // namespace

TEST_CASE("a cache is shared by as many of a team as the machine says, and never surely by one",
          "[analysis][ceilings]") {
  const std::vector<CacheSharing> stated{{Level::l1, 1}, {Level::l2, 4}, {Level::l3, 16}};
  CHECK(threads_sharing(Level::l1, 8, stated) == 2);  // hypervisors state hardware threads as cores
  CHECK(threads_sharing(Level::l2, 8, stated) == 4);
  CHECK(threads_sharing(Level::l3, 8, stated) == 8);
  CHECK(threads_sharing(Level::l1, 8, {}) == 2);
  CHECK(threads_sharing(Level::l2, 8, {}) == 8);
  for (const Level level : {Level::l1, Level::l2, Level::l3, Level::dram})
    CHECK(threads_sharing(level, 1, stated) == 1);
}

TEST_CASE("a team is on a level only if it is there whether the cache is shared or not", "[analysis][ceilings]") {
  const LevelPlateau l2 = plateau(Level::l2, 48, 1024);
  CHECK(on_plateau(l2, kibibytes(256), 1));
  CHECK(on_plateau(l2, kibibytes(256), 4));
  CHECK_FALSE(on_plateau(l2, kibibytes(256), 8));
  CHECK(on_plateau(l2, kibibytes(256), 8, {{Level::l2, 2}}));
  CHECK_FALSE(on_plateau(l2, kibibytes(32), 2));                  // 64 KiB together, but each may have an L1 of its own
  CHECK(on_plateau(plateau(Level::l1, 8, 32), kibibytes(6), 1));  // the block of 6 KiB that fits into 8 KiB
  CHECK(on_plateau(l2, kibibytes(42), 1));                        // and the 7 that fit into 48 KiB
  CHECK_FALSE(on_plateau(l2, kibibytes(41), 1));
  const LevelPlateau dram = plateau(Level::dram, 65536, 262144);
  CHECK(on_plateau(dram, kibibytes(262144), 64));  // beyond the last cache nothing is too large
  CHECK_FALSE(on_plateau(dram, kibibytes(16384), 8));
  CHECK_FALSE(on_plateau(dram, kibibytes(524288), 1));
}

TEST_CASE("non-temporal stores are a ceiling of DRAM, whatever their working set", "[analysis][ceilings]") {
  const std::vector<LevelPlateau> levels{plateau(Level::l1, 4, 32), plateau(Level::dram, 65536, 262144)};
  ProbeMeasurement row = example::read_row(Isa::avx2, "ntwrite_avx2", 8 * 1024, 6.4);
  row.access = Access::ntwrite;
  const auto ceilings = memory_ceilings({row}, levels);
  REQUIRE(ceilings.size() == 1);
  CHECK(ceilings.front().id == "ntwrite_dram");
  CHECK(ceilings.front().level == Level::dram);
}

TEST_CASE("a non-temporal copy is a ceiling of DRAM alone, and only from a working set that is read from there",
          "[analysis][ceilings]") {
  const std::vector<LevelPlateau> levels{plateau(Level::l1, 4, 32), plateau(Level::dram, 65536, 262144)};
  const auto ceilings = memory_ceilings(
      {example::access_row(Access::ntcopy, 8 * 1024, 12), example::access_row(Access::ntcopy, 256.0 * 1024 * 1024, 9),
       example::access_row(Access::copy, 256.0 * 1024 * 1024, 6)},
      levels);
  REQUIRE(ceilings.size() == 2);
  CHECK(ceilings[0].id == "ntcopy_dram");
  CHECK(ceilings[0].bytes_per_cycle.value == BytesPerCycle{9});
  CHECK(ceilings[1].id == "copy_dram");
  CHECK(memory_ceilings({example::access_row(Access::ntcopy, 8 * 1024, 12)}, levels).empty());
}

TEST_CASE("ceilings of a team carry its size and balance, and stand on the levels of one thread",
          "[analysis][ceilings]") {
  const std::vector<LevelPlateau> levels{plateau(Level::l1, 4, 32), plateau(Level::l2, 64, 1024),
                                         plateau(Level::dram, 65536, 262144)};
  MeasuredCoreKind kind;
  kind.ceilings =
      memory_ceilings({example::read_row(Isa::avx2, "read_avx2", 8192, 64), team_row(8192, 2, 128),
                       team_row(262144, 2, 60), team_row(128.0 * 1048576, 2, 9), team_row(32.0 * 1024, 2, 70)},
                      levels);
  REQUIRE(find_ceiling(kind, "read_l1_t2") != nullptr);
  CHECK(find_ceiling(kind, "read_l1_t2")->thread_balance == 1.02);
  CHECK(find_ceiling(kind, "read_l1_t2")->working_set == kibibytes(8));
  CHECK(find_ceiling(kind, "read_l2_t2")->bytes_per_cycle.value == BytesPerCycle{60});
  CHECK(find_ceiling(kind, "read_dram_t2") != nullptr);
  CHECK(kind.ceilings.size() == 4);
  CHECK(find_memory_ceiling(kind, Level::l1, Isa::avx2, 1)->id == "read_l1");
  CHECK(find_memory_ceiling(kind, Level::l1, Isa::avx2, 2)->id == "read_l1_t2");
}

TEST_CASE("rows of teams do not move the levels", "[analysis][ceilings]") {
  CoreKindInput input;
  input.id = "example";
  input.measurements = example::measurements();
  const MachineModel alone = build_model(example::host(), {}, {input});
  for (const double size : {8192.0, 262144.0, 8388608.0}) input.measurements.push_back(team_row(size, 2, 1));
  const MachineModel with_team = build_model(example::host(), {}, {input});
  CHECK(with_team.core_kinds.at(0).levels == alone.core_kinds.at(0).levels);
  CHECK(with_team.core_kinds.at(0).caches == alone.core_kinds.at(0).caches);
}
