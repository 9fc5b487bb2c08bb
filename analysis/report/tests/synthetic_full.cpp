// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "synthetic.hpp"

namespace cachebound::analysis::report::synthetic {
namespace {

constexpr double clock_hz = 3.61e9;

template <typename Q>
Estimate<Q> around(double value, double spread = 0.002, int dropped = 3) {
  return {{value}, {value * (1 - spread)}, {value * (1 + spread)}, 220, dropped};
}

/// A smooth fall from one plateau to the next, as real caches show it.
double bytes_per_cycle(double size, double l1_rate) {
  const auto step = [](double at, double edge, double width) { return 1.0 / (1.0 + std::pow(at / edge, width)); };
  const double l1 = step(size, 33e3, 40);
  const double l2 = step(size, 1.0e6, 9);
  const double l3 = step(size, 4.6e7, 3);
  return l1 * l1_rate + (1 - l1) * (l2 * 30.5 + (1 - l2) * (l3 * 13.8 + (1 - l3) * 5.9));
}

ProbeMeasurement sweep_row(const std::string& probe, Isa isa, double size, double l1_rate) {
  ProbeMeasurement row;
  row.probe = probe;
  row.id = fmt::format("{}/ws:{:.0f}KiB", probe, size / 1024);
  row.kind = CeilingKind::memory;
  row.isa = isa;
  row.access = Access::read;
  row.working_set = Bytes{size};
  const double rate = bytes_per_cycle(size, l1_rate);
  const double spread = size > 1.5e6 ? 0.06 : 0.004;
  row.bytes_per_second = around<ByteRate>(rate * clock_hz, spread);
  row.bytes_per_cycle = around<BytesPerCycle>(rate, spread);
  row.cycles_known = true;
  row.placement = size > 2.0e6 ? "hugepage" : "4KiB pages";
  row.quality = size > 1.5e6 ? Quality::host_shared : Quality::stable;
  row.repro = "cachebound characterize --filter " + row.id;
  return row;
}

Ceiling compute(const std::string& id, Isa isa, double per_cycle) {
  Ceiling ceiling;
  ceiling.id = id;
  ceiling.isa = isa;
  ceiling.probe = ceiling.row = id;
  ceiling.contenders = {id, id + "_c16"};
  ceiling.flops_per_second = around<FlopRate>(per_cycle * clock_hz);
  ceiling.flops_per_cycle = around<FlopsPerCycle>(per_cycle, 0.0008);
  ceiling.datasheet_flops_per_cycle = FlopsPerCycle{32};
  ceiling.cycles_known = true;
  ceiling.quality = Quality::stable;
  ceiling.repro = "cachebound characterize --filter " + id;
  return ceiling;
}

Ceiling memory(const std::string& id, Isa isa, Level level, double size, double l1_rate) {
  Ceiling ceiling;
  ceiling.id = id;
  ceiling.kind = CeilingKind::memory;
  ceiling.isa = isa;
  ceiling.level = level;
  ceiling.access = Access::read;
  ceiling.probe = isa == Isa::avx512 ? "read_avx512" : "read_avx2";
  ceiling.contenders = {ceiling.probe, ceiling.probe + "_pair"};
  ceiling.working_set = Bytes{size};
  ceiling.bytes_per_second = around<ByteRate>(bytes_per_cycle(size, l1_rate) * clock_hz, size > 1.5e6 ? 0.05 : 0.003);
  ceiling.bytes_per_cycle = around<BytesPerCycle>(bytes_per_cycle(size, l1_rate), size > 1.5e6 ? 0.05 : 0.002);
  ceiling.cycles_known = true;
  ceiling.quality = size > 1.5e6 ? Quality::host_shared : Quality::stable;
  ceiling.repro = "cachebound characterize --filter " + ceiling.probe;
  if (level == Level::l1) ceiling.datasheet_bytes_per_cycle = BytesPerCycle{64};
  return ceiling;
}

OperatorMeasurement gemm(const std::string& backend, int n, double gflops_reached, double l1_intensity) {
  OperatorMeasurement row;
  row.op = "gemm";
  row.backend = backend;
  row.problem = fmt::format("m{0}n{0}k{0}", n);
  row.id = fmt::format("gemm/{}/f32/{}", backend, row.problem);
  row.isa = Isa::avx512;
  row.implementation = backend == "tiled"      ? "tile 14 x 32, blocks 196 x 256 x 1024"
                       : backend == "openblas" ? "0.3.21 SkylakeX"
                                               : "three loops";
  row.verified = true;
  row.work = Flops{2.0 * n * n * n};
  row.seconds = around<Seconds>(row.work.value / (gflops_reached * 1e9), 0.006);
  row.clock = around<Frequency>(clock_hz);
  row.cycles = around<Cycles>(row.seconds.value.value * clock_hz, 0.006);
  row.cycles_known = true;
  const double bytes = row.work.value / l1_intensity;
  const double matrices = 12.0 * n * n;
  row.traffic = {{Level::l1, {0.9 * bytes}, {0.1 * bytes}, TrafficSource::modelled},
                 {Level::l2, {0.12 * bytes + matrices}, {4.0 * n * n}, TrafficSource::modelled},
                 {Level::l3, {matrices > 1e6 ? 3 * matrices : 0.0}, {0}, TrafficSource::modelled},
                 {Level::dram, {0.0}, {0}, TrafficSource::compulsory}};
  row.quality = n == 96 ? Quality::noisy : Quality::stable;
  row.repro = "cachebound operators --filter " + row.id;
  return row;
}

std::vector<ProbeMeasurement> sweep() {
  std::vector<ProbeMeasurement> rows;
  for (int step = 0; step <= 40; ++step)
    rows.push_back(sweep_row("read_avx512", Isa::avx512, std::round(4096 * std::exp2(step * 0.41)), 63.8));
  for (int step = 0; step <= 12; ++step)
    rows.push_back(sweep_row("read_avx2", Isa::avx2, std::round(4096 * std::exp2(step * 1.37)), 62.9));
  return rows;
}

}  // namespace

MachineModel full_machine() {
  MachineModel model;
  model.host.architecture = "x86_64";
  model.host.os = "Debian GNU/Linux 12 (bookworm)";
  model.host.kernel = "Linux 6.1.0-18-cloud-amd64";
  model.host.virtual_machine = true;
  model.host.hypervisor = "kvm";
  model.host.page_bytes = 4096;
  model.host.huge_pages = "madvise";
  model.host.memory_total = mebibytes(7900);
  model.host.core_kinds.push_back({});
  model.host.core_kinds[0].id = "amd-zen4";
  model.host.core_kinds[0].cpus = {0, 1};
  model.host.core_kinds[0].model_name = "AMD EPYC 9R14";
  model.host.core_kinds[0].isas = {Isa::scalar, Isa::avx2, Isa::avx512};
  MeasuredCoreKind kind;
  kind.id = "amd-zen4";
  kind.cpus = {0, 1};
  kind.measured_cpu = 1;
  kind.clock = around<Frequency>(clock_hz);
  kind.caches = {{Level::l1, kibibytes(32), "measured", kibibytes(36)},
                 {Level::l2, kibibytes(768), "measured", mebibytes(1.2)},
                 {Level::l1, kibibytes(32), "sysfs", {}},
                 {Level::l2, mebibytes(1), "sysfs", {}},
                 {Level::l3, mebibytes(32), "sysfs", {}},
                 {Level::l3, mebibytes(96), "cpuid", {}}};
  kind.levels = {{Level::l1, kibibytes(4), kibibytes(32), kibibytes(36), 63.8, true, "falls to 30.5 beyond it"},
                 {Level::l2, kibibytes(48), kibibytes(768), mebibytes(1.2), 30.5, true, "falls to 13.8 beyond it"},
                 {Level::l3, mebibytes(2), mebibytes(22), mebibytes(60), 13.8, true,
                  "a soft knee: the end is uncertain by a factor of 2.7"},
                 {Level::dram, mebibytes(100), mebibytes(350), {}, 5.9, true, "flat to the end of the sweep"}};
  kind.dram_note = "the last plateau lies beyond 10 times the nominal L3 of 32 MiB: taken for DRAM";
  kind.measurements = sweep();
  kind.ceilings = {compute("fma_f32_avx512", Isa::avx512, 31.97),
                   compute("fma_f32_avx2", Isa::avx2, 31.91),
                   memory("read_l1", Isa::avx512, Level::l1, 16384, 63.8),
                   memory("read_l2", Isa::avx512, Level::l2, 262144, 63.8),
                   memory("read_l3", Isa::avx512, Level::l3, 6.0e6, 63.8),
                   memory("read_dram", Isa::avx512, Level::dram, 3.5e8, 63.8),
                   memory("read_l1_avx2", Isa::avx2, Level::l1, 16384, 62.9)};
  kind.chains.chains = {{"chain_add_reg", 1, 1, around<Frequency>(clock_hz), true, "the reference"},
                        {"chain_imul", 3, 3, around<Frequency>(3.611e9), true, ""},
                        {"chain_fma_f32_avx512", 4, 4.001, around<Frequency>(3.608e9), true,
                         "runs in the power state of 512-bit kernels"}};
  kind.chains.first = "chain_add_reg";
  kind.chains.second = "chain_imul";
  kind.chains.agreement = 0.9997;
  kind.chains.cycles_known = true;
  kind.chains.add_imm_claim = around<Frequency>(3.6e9);
  model.core_kinds = {kind};
  model.findings = {{"nominal-l3-of-host", "CPUID states 96 MiB of L3, sysfs 32 MiB; the sweep sees 22 MiB to 60 MiB.",
                     "The sweep's plateaus are used; no nominal size is.", "amd-zen4", false}};
  model.conditions.cpus = 2;
  model.conditions.virtual_machine = true;
  model.conditions.hypervisor = "kvm";
  model.conditions.huge_pages = "madvise";
  model.conditions.clocksource = std::string("tsc");
  model.conditions.load_average = 0.42;
  model.conditions.steal_fraction = 0.004;
  model.plan.command = "cachebound run -o out";
  model.plan.suite = "default";
  model.created = "2024-05-01T12:00:00Z";
  return model;
}

OperatorTable full_operators() {
  std::vector<OperatorMeasurement> rows;
  for (const int n : {64, 96, 256, 512, 1024}) {
    const double size_loss = n < 100 ? 0.72 : n > 600 ? 0.96 : 0.93;
    rows.push_back(gemm("naive", n, 1.9 + 100.0 / n, 0.25));
    rows.push_back(gemm("tiled", n, 101.0 * size_loss, 9.0));
    rows.push_back(gemm("openblas", n, 110.0 * size_loss, 7.0));
  }
  OperatorMeasurement absent = gemm("onednn", 512, 1, 1);
  absent.verified = false;
  absent.error = Error{Reason::not_built, "configured without oneDNN"};
  rows.push_back(absent);
  OperatorTable table = analyse_operators(full_machine(), rows, 1);
  table.created = "2024-05-01T12:00:00Z";
  return table;
}

}  // namespace cachebound::analysis::report::synthetic
