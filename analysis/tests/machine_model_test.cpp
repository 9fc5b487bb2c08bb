// SPDX-License-Identifier: Apache-2.0
#include "analysis/machine_model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

TEST_CASE("a model holds its levels, its measured and nominal caches, and what contradicts them",
          "[analysis][machine]") {
  const MachineModel model = example::machine();
  const MeasuredCoreKind& kind = model.core_kinds.at(0);
  REQUIRE(kind.levels.size() == 4);
  CHECK(kind.levels[3].level == Level::dram);
  REQUIRE(kind.caches.size() == 6);
  CHECK(kind.caches[2].source == "measured");
  CHECK(kind.caches[2].size == mebibytes(32));
  CHECK(kind.caches[2].at_most == mebibytes(64));
  CHECK(kind.caches[5].size == mebibytes(480));
  REQUIRE(model.findings.size() == 3);
  CHECK(model.findings[0].id == "cpuid-model-contradicted");
  CHECK(model.findings[1].id == "nominal-cache-size-contradicted");
  CHECK(model.findings[2].id == "clock-differs-from-cpufreq");
}

TEST_CASE("a contradiction of the core's identity leaves the datasheet fields empty", "[analysis][machine]") {
  const MachineModel doubted = example::machine();
  for (const Ceiling& ceiling : doubted.core_kinds.at(0).ceilings) {
    CHECK_FALSE(ceiling.datasheet_flops_per_cycle);
    CHECK_FALSE(ceiling.datasheet_bytes_per_cycle);
  }
  HostInfo honest = example::host();
  honest.contradictions.clear();
  CoreKindInput input;
  input.id = "example";
  input.measurements = example::measurements();
  input.datasheet = Datasheet{"example", {{"fma", DType::f32, Isa::avx512, FlopsPerCycle{64}}}, {}};
  const MachineModel model = build_model(honest, {}, {input});
  CHECK(find_ceiling(model.core_kinds.at(0), "fma_f32_avx512")->datasheet_flops_per_cycle == FlopsPerCycle{64});
  CHECK_FALSE(find_ceiling(model.core_kinds.at(0), "fma_f32_avx2")->datasheet_flops_per_cycle);
}

TEST_CASE("a datasheet's figure goes to the ceiling of its own operation, type, set and access",
          "[analysis][machine]") {
  HostInfo honest = example::host();
  honest.contradictions.clear();
  CoreKindInput input;
  input.id = "example";
  input.measurements = example::measurements();
  ProbeMeasurement mul = example::compute_row(Isa::avx512, "mul_f32_avx512", 31);
  mul.operation = "mul";
  ProbeMeasurement dot = example::compute_row(Isa::avx512_vnni, "dot_i8_avx512_vnni", 255);
  dot.operation = "dot";
  dot.dtype = DType::i8;
  ProbeMeasurement twice = example::compute_row(Isa::avx512, "fma_f32_avx512", 120);
  twice.id = "fma_f32_avx512/threads:2";
  twice.threads = 2;
  for (const auto& row : {mul, dot, twice}) input.measurements.push_back(row);
  for (const double size : {8192.0, 16384.0}) {
    input.measurements.push_back(example::access_row(Access::write, size, 31));
    input.measurements.push_back(example::access_row(Access::copy, size, 62));
  }
  input.datasheet =
      Datasheet{"example",
                {{"dot", DType::i8, Isa::avx512_vnni, FlopsPerCycle{256}},
                 {"dot", DType::i8, Isa::avx512, FlopsPerCycle{1}},
                 {"fma", DType::f64, Isa::avx512, FlopsPerCycle{2}},
                 {"fma", DType::f32, Isa::avx512, FlopsPerCycle{64}}},
                {{Access::read, Isa::avx512, BytesPerCycle{128}}, {Access::write, Isa::avx2, BytesPerCycle{32}}}};
  const MachineModel model = build_model(honest, {}, {input});
  int of_two_threads = 0;
  for (const Ceiling& ceiling : model.core_kinds.at(0).ceilings) {
    INFO(ceiling.id);
    std::optional<FlopsPerCycle> flops;
    if (ceiling.threads == 2) ++of_two_threads;
    if (ceiling.id == "dot_i8_avx512_vnni") flops = FlopsPerCycle{256};
    if (ceiling.id == "fma_f32_avx512") flops = FlopsPerCycle{64};
    CHECK(ceiling.datasheet_flops_per_cycle == flops);
    std::optional<BytesPerCycle> bytes;
    if (ceiling.level == Level::l1 && ceiling.access == Access::read && ceiling.isa == Isa::avx512)
      bytes = BytesPerCycle{128};
    if (ceiling.level == Level::l1 && ceiling.access == Access::write) bytes = BytesPerCycle{32};
    CHECK(ceiling.datasheet_bytes_per_cycle == bytes);
  }
  CHECK(of_two_threads == 1);
  const MeasuredCoreKind& kind = model.core_kinds.at(0);
  REQUIRE(find_ceiling(kind, "dot_i8_avx512_vnni") != nullptr);
  REQUIRE(std::any_of(kind.ceilings.begin(), kind.ceilings.end(), [](const Ceiling& ceiling) {
    return ceiling.access == Access::write && ceiling.datasheet_bytes_per_cycle;
  }));
}

TEST_CASE("a datasheet's loads per cycle go to the form of which it speaks, its latency to L1", "[analysis][machine]") {
  HostInfo honest = example::host();
  honest.contradictions.clear();
  CoreKindInput input;
  input.id = "example";
  input.measurements = example::measurements();
  input.measurements.push_back(example::load_slot_row("loads_avx2", 1.99));
  input.measurements.push_back(example::load_slot_row("loads_avx512_broadcast", 2.99));
  input.measurements.push_back(example::latency_row("chase_scalar_paged", 256 * 1024, 14));
  const auto figures_of = [&](std::optional<Datasheet> datasheet) {
    input.datasheet = std::move(datasheet);
    const MachineModel model = build_model(honest, {}, {input});
    std::vector<std::string> figures;
    for (const Ceiling& ceiling : model.core_kinds.at(0).ceilings) {
      if (ceiling.datasheet_loads_per_cycle)
        figures.push_back(fmt::format("{} {}", ceiling.id, ceiling.datasheet_loads_per_cycle->value));
      if (ceiling.datasheet_latency_cycles)
        figures.push_back(fmt::format("{} {}", ceiling.id, ceiling.datasheet_latency_cycles->value));
    }
    return figures;
  };
  Datasheet datasheet{"example", {}, {}};
  CHECK(figures_of(datasheet).empty());
  datasheet.loads = {{"loads_avx2", LoadsPerCycle{2}}, {"loads_avx512", LoadsPerCycle{2}}};
  datasheet.l1_latency = Cycles{4};
  CHECK(figures_of(datasheet) == std::vector<std::string>{"loads_avx2 2", "latency_l1 4", "latency_l1_random 4"});
  CHECK(figures_of(std::nullopt).empty());
  honest.contradictions = example::host().contradictions;
  CHECK(figures_of(datasheet).empty());
}

TEST_CASE("a model built again from its own measurements has the same ceilings", "[analysis][machine]") {
  const MachineModel model = example::machine();
  CoreKindInput input;
  input.id = model.core_kinds.at(0).id;
  input.cpus = model.core_kinds.at(0).cpus;
  input.chains = model.core_kinds.at(0).chains;
  input.measurements = model.core_kinds.at(0).measurements;
  const MachineModel again = build_model(model.host, model.conditions, {input}, model.plan);
  CHECK(again.core_kinds.at(0).ceilings == model.core_kinds.at(0).ceilings);
  CHECK(again.core_kinds.at(0).levels == model.core_kinds.at(0).levels);
}

TEST_CASE("in a virtual machine a sweep that ends in L1 is the core's own, and non-temporal stores are not",
          "[analysis][machine]") {
  HostInfo host = example::host();
  host.virtual_machine = true;
  CoreKindInput input;
  input.id = "example";
  ProbeMeasurement stores = example::read_row(Isa::avx2, "ntwrite_avx2", 8 * 1024, 6.4);
  stores.access = Access::ntwrite;
  input.measurements = {example::read_row(Isa::avx2, "read_avx2", 8 * 1024, 64), stores,
                        example::access_row(Access::ntcopy, 8 * 1024, 9)};
  const MachineModel model = build_model(host, {}, {input});
  CHECK(model.core_kinds.at(0).measurements.at(0).quality == Quality::stable);
  CHECK(model.core_kinds.at(0).measurements.at(1).quality == Quality::host_shared);
  CHECK(model.core_kinds.at(0).measurements.at(2).quality == Quality::host_shared);
}

TEST_CASE("levels come from one form's sweep, so a form measured at few sizes makes no false drop",
          "[analysis][machine]") {
  CoreKindInput input;
  input.id = "x";
  input.measurements = example::measurements();
  // A second form, twice as fast in L1 and measured there only.
  for (const double size : {8192.0, 16384.0})
    input.measurements.push_back(example::read_row(Isa::avx512, "read_avx512_fast", size, 128));
  const MachineModel model = build_model({}, {}, {input});
  CHECK(model.core_kinds.at(0).levels.size() == 4);
  CHECK(find_ceiling(model.core_kinds.at(0), "read_l1")->probe == "read_avx512_fast");
}

TEST_CASE("without cycles the levels are found from rates per second", "[analysis][machine]") {
  CoreKindInput input;
  input.id = "x";
  input.measurements = example::measurements();
  for (ProbeMeasurement& row : input.measurements) {
    row.cycles_known = false;
    row.bytes_per_cycle = {};
    row.flops_per_cycle = {};
  }
  const MachineModel model = build_model({}, {}, {input});
  REQUIRE(model.core_kinds.at(0).levels.size() == 4);
  CHECK_FALSE(model.core_kinds.at(0).levels[0].per_cycle);
  CHECK(find_ceiling(model.core_kinds.at(0), "read_l1")->bytes_per_second.value == gigabytes_per_second(64));
}

TEST_CASE("nothing measured is a model without levels, ceilings or findings of its own", "[analysis][machine]") {
  CoreKindInput input;
  input.id = "x";
  const MachineModel model = build_model({}, {}, {input});
  CHECK(model.core_kinds.at(0).levels.empty());
  CHECK(model.core_kinds.at(0).ceilings.empty());
  CHECK(model.core_kinds.at(0).dram_note.find("not reached") == 0);
  CHECK(find_core_kind({}, 0) == nullptr);
}

TEST_CASE("rows that a filter chose beyond the private caches have no level, and in a guest are the host's",
          "[analysis][machine]") {
  HostInfo host = example::host();
  host.virtual_machine = true;
  CoreKindInput input;
  input.id = host.core_kinds.at(0).id;
  input.measurements = {example::read_row(Isa::avx2, "read_avx2", 256.0 * 1024 * 1024, 4)};
  input.measurements[0].quality = Quality::stable;
  MachineModel model = build_model(host, {}, {input});
  CHECK(model.core_kinds.at(0).levels.empty());
  CHECK(model.core_kinds.at(0).measurements.at(0).quality == Quality::host_shared);
  CHECK(std::ranges::count(model.findings, "levels-not-established", &Finding::id) == 1);
  for (const Ceiling& ceiling : model.core_kinds.at(0).ceilings) CHECK_FALSE(ceiling.level.has_value());
  // Steady within the run is what that quality says: a row that was not remains noisy.
  input.measurements[0].quality = Quality::noisy;
  model = build_model(host, {}, {input});
  CHECK(model.core_kinds.at(0).measurements.at(0).quality == Quality::noisy);
}
