// SPDX-License-Identifier: Apache-2.0
#include "synthetic.hpp"

namespace cachebound::analysis::report::synthetic {
namespace {

template <typename Q>
Estimate<Q> near(double value, double spread = 0.001) {
  return {{value}, {value * (1 - spread)}, {value * (1 + spread)}, 40, 1};
}

Ceiling compute() {
  Ceiling ceiling;
  ceiling.id = "fma_f32_neon";
  ceiling.isa = Isa::neon;
  ceiling.probe = ceiling.row = "fma_f32_neon";
  ceiling.contenders = {"fma_f32_neon"};
  ceiling.flops_per_second = near<FlopRate>(12e9);
  ceiling.flops_per_cycle = near<FlopsPerCycle>(8.0);
  ceiling.datasheet_flops_per_cycle = FlopsPerCycle{8.0};
  ceiling.cycles_known = true;
  ceiling.quality = Quality::stable;
  ceiling.repro = "cachebound characterize --filter fma_f32_neon";
  return ceiling;
}

Ceiling memory(Level level, const char* id, double per_cycle, double size) {
  Ceiling ceiling;
  ceiling.id = id;
  ceiling.kind = CeilingKind::memory;
  ceiling.isa = Isa::neon;
  ceiling.level = level;
  ceiling.access = Access::read;
  ceiling.probe = "read_neon_ldp";
  ceiling.contenders = {"read_neon_ldp", "read_neon_ldr"};
  ceiling.working_set = Bytes{size};
  ceiling.bytes_per_second = near<ByteRate>(per_cycle * 1.5e9);
  ceiling.bytes_per_cycle = near<BytesPerCycle>(per_cycle);
  ceiling.cycles_known = true;
  ceiling.quality = level == Level::l1 ? Quality::stable : Quality::noisy;
  ceiling.repro = std::string("cachebound characterize --filter ") + id;
  return ceiling;
}

Ceiling loads() {
  Ceiling ceiling;
  ceiling.id = ceiling.probe = "loads_neon_ldrq";
  ceiling.kind = CeilingKind::load_slots;
  ceiling.isa = Isa::neon;
  ceiling.level = Level::l1;
  ceiling.contenders = {ceiling.probe};
  ceiling.loads_per_second = near<LoadRate>(1.5e9);
  ceiling.loads_per_cycle = near<LoadsPerCycle>(1.0);
  ceiling.datasheet_loads_per_cycle = LoadsPerCycle{1.0};
  ceiling.bytes_per_second = near<ByteRate>(16 * 1.5e9);
  ceiling.bytes_per_cycle = near<BytesPerCycle>(16.0);
  ceiling.cycles_known = true;
  ceiling.quality = Quality::stable;
  ceiling.repro = "cachebound characterize --filter loads_neon_ldrq";
  return ceiling;
}

Ceiling latency() {
  Ceiling ceiling;
  ceiling.id = "latency_l1";
  ceiling.kind = CeilingKind::latency;
  ceiling.level = Level::l1;
  ceiling.probe = "chase_scalar_paged";
  ceiling.contenders = {ceiling.probe};
  ceiling.working_set = Bytes{8192};
  ceiling.latency_seconds = near<Seconds>(4.0 / 1.5e9);
  ceiling.latency_cycles = near<Cycles>(4.0);
  ceiling.datasheet_latency_cycles = Cycles{4.0};
  ceiling.cycles_known = true;
  ceiling.quality = Quality::stable;
  ceiling.repro = "cachebound characterize --filter chase_scalar_paged";
  return ceiling;
}

}  // namespace

MachineModel small_machine() {
  MachineModel model;
  model.host.architecture = "aarch64";
  model.host.os = "Debian GNU/Linux 12 (bookworm)";
  model.host.core_kinds.push_back({});
  model.host.core_kinds[0].id = "cortex-a72";
  model.host.core_kinds[0].cpus = {0, 1, 2, 3};
  model.host.core_kinds[0].model_name = "Cortex-A72";
  model.host.core_kinds[0].isas = {Isa::scalar, Isa::neon};
  MeasuredCoreKind kind;
  kind.id = "cortex-a72";
  kind.cpus = {0, 1, 2, 3};
  kind.measured_cpu = 2;
  kind.clock = near<Frequency>(1.5e9);
  kind.caches = {{Level::l1, kibibytes(32), "measured", kibibytes(36)}, {Level::l1, kibibytes(32), "sysfs", {}}};
  kind.levels = {
      {Level::l1, kibibytes(4), kibibytes(32), kibibytes(36), 16.0, true, "the rate falls by 2.1 beyond it"}};
  kind.dram_note = "the sweep ends before it";
  kind.ceilings = {compute(), memory(Level::l1, "read_l1", 16.0, 16384), memory(Level::l2, "read_l2", 7.5, 262144),
                   loads(), latency()};
  kind.chains.chains = {{"chain_add_reg", 1.0, 1.0, near<Frequency>(1.5e9), true, ""}};
  kind.chains.first = "chain_add_reg";
  kind.chains.second = "chain_eor";
  kind.chains.agreement = 1.0003;
  kind.chains.cycles_known = true;
  model.core_kinds = {kind};
  model.findings = {{"cache-sizes-disagree", "sysfs states no L2.", "The sweep's own size is used.", "", false}};
  model.plan.command = "cachebound characterize --quick";
  model.created = "2024-05-01T12:00:00Z";
  return model;
}

OperatorTable small_operators() {
  OperatorTable table;
  table.cpu = 2;
  OperatorRow good;
  good.measurement.id = "gemm/tiled/f32/m64n64k64";
  good.measurement.op = "gemm";
  good.measurement.backend = "tiled";
  good.measurement.problem = "m64n64k64";
  good.measurement.verified = true;
  good.measurement.quality = Quality::stable;
  good.measurement.work = Flops{524288};
  good.measurement.seconds = near<Seconds>(64e-6);
  good.measurement.traffic = {{Level::l1, Bytes{200000}, Bytes{16384}, TrafficSource::modelled}};
  good.measurement.repro = "cachebound operators --filter gemm/tiled/f32/m64n64k64";
  Placement placement;
  placement.bound = std::nullopt;
  placement.ceiling = "fma_f32_neon";
  placement.attainable = gflops(12);
  placement.achieved = FlopRate{524288 / 64e-6};
  placement.efficiency = 524288 / 64e-6 / 12e9;
  Roof over;
  over.ceiling = "fma_f32_neon";
  over.seconds = Seconds{524288 / 12e9};
  over.attainable = gflops(12);
  Roof beside;
  beside.level = Level::l1;
  beside.ceiling = "read_l1";
  beside.traffic = Bytes{216384};
  beside.source = TrafficSource::modelled;
  beside.intensity = Intensity{524288.0 / 216384.0};
  beside.seconds = Seconds{216384 / 24e9};
  beside.attainable = FlopRate{524288 / (216384 / 24e9)};
  placement.roofs = {over, beside};
  good.placement = placement;
  Attribution attribution;
  attribution.ideal_picoseconds = 43690667;
  attribution.ideal_source = "datasheet";
  attribution.measured_picoseconds = 64000000;
  attribution.terms = {{Cause::peak, 0, "datasheet", "the probe reaches the datasheet's peak"},
                       {Cause::l1, 4309333, "modelled", "216384 bytes at read_l1"},
                       {Cause::no_overlap, std::nullopt, "not_measured", "no mixed probe was run"}};
  attribution.unexplained_picoseconds = 16000000;
  good.attribution = attribution;
  OperatorRow wrong;
  wrong.measurement.id = "gemm/broken/f32/m64n64k64";
  wrong.measurement.op = "gemm";
  wrong.measurement.backend = "broken";
  wrong.measurement.problem = "m64n64k64";
  wrong.measurement.error = Error{Reason::verification_failed, "largest error is 31 times the tolerance"};
  wrong.measurement.repro = "cachebound operators --filter gemm/broken/f32/m64n64k64";
  table.rows = {good, wrong};
  return table;
}

}  // namespace cachebound::analysis::report::synthetic
