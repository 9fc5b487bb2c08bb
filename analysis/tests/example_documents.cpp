// SPDX-License-Identifier: Apache-2.0
#include "example_documents.hpp"

#include <fmt/format.h>

namespace cachebound::analysis::example {

ProbeMeasurement compute_row(Isa isa, const std::string& probe, double flops_per_cycle) {
  ProbeMeasurement row;
  row.id = probe;
  row.probe = probe;
  row.operation = "fma";
  row.kind = CeilingKind::compute;
  row.isa = isa;
  row.flops_per_cycle = estimate<FlopsPerCycle>(flops_per_cycle);
  row.flops_per_second = estimate<FlopRate>(flops_per_cycle * clock_hz);
  row.clock = estimate<Frequency>(clock_hz);
  row.chain = "chain_fma_f32_avx512";
  row.cycles_known = true;
  row.quality = Quality::stable;
  row.round_rates_per_cycle = {flops_per_cycle, flops_per_cycle * 1.001};
  row.round_rates_per_second = {flops_per_cycle * clock_hz, flops_per_cycle * 1.001 * clock_hz};
  row.repro = "cachebound characterize --filter " + probe;
  return row;
}

ProbeMeasurement read_row(Isa isa, const std::string& probe, double working_set, double bytes_per_cycle) {
  ProbeMeasurement row;
  row.id = fmt::format("{}/ws:{}KiB", probe, working_set / 1024);
  row.probe = probe;
  row.kind = CeilingKind::memory;
  row.isa = isa;
  row.access = Access::read;
  row.working_set = Bytes{working_set};
  row.bytes_per_cycle = estimate<BytesPerCycle>(bytes_per_cycle);
  row.bytes_per_second = estimate<ByteRate>(bytes_per_cycle * clock_hz);
  row.clock = estimate<Frequency>(clock_hz);
  row.chain = "chain_fma_f32_avx512";
  row.cycles_known = true;
  row.placement = "hugepage";
  row.quality = working_set > 1048576 ? Quality::host_shared : Quality::stable;
  row.round_rates_per_cycle = {bytes_per_cycle};
  row.round_rates_per_second = {bytes_per_cycle * clock_hz};
  row.repro = "cachebound characterize --filter " + row.id;
  return row;
}

ProbeMeasurement access_row(Access access, double working_set, double bytes_per_cycle) {
  const std::string probe = std::string(to_string(access)) + "_avx2";
  ProbeMeasurement row = read_row(Isa::avx2, probe, working_set, bytes_per_cycle);
  row.operation = to_string(access);
  row.access = access;
  return row;
}

ProbeMeasurement load_slot_row(const std::string& probe, double loads_per_cycle) {
  ProbeMeasurement row = read_row(Isa::avx2, probe, 8192, 1);
  row.kind = CeilingKind::load_slots;
  row.operation = "loads";
  row.access.reset();
  constexpr double bytes_per_load = 16;
  row.bytes_per_cycle = estimate<BytesPerCycle>(bytes_per_load * loads_per_cycle);
  row.bytes_per_second = estimate<ByteRate>(bytes_per_load * loads_per_cycle * clock_hz);
  row.loads_per_cycle = estimate<LoadsPerCycle>(loads_per_cycle);
  row.loads_per_second = estimate<LoadRate>(loads_per_cycle * clock_hz);
  return row;
}

ProbeMeasurement latency_row(const std::string& probe, double working_set, double cycles) {
  ProbeMeasurement row = read_row(Isa::scalar, probe, working_set, 1);
  row.kind = CeilingKind::latency;
  row.operation = "chase";
  row.access.reset();
  row.bytes_per_cycle = {};
  row.bytes_per_second = {};
  row.latency_cycles = estimate<Cycles>(cycles);
  row.latency_seconds = estimate<Seconds>(cycles / clock_hz);
  return row;
}

std::vector<ProbeMeasurement> measurements() {
  std::vector<ProbeMeasurement> rows{compute_row(Isa::avx512, "fma_f32_avx512", 64),
                                     compute_row(Isa::avx2, "fma_f32_avx2", 32)};
  for (double size = 4096; size <= 512.0 * 1024 * 1024; size *= 2) {
    double rate = 8;
    if (size <= 32.0 * 1024 * 1024) rate = 16;
    if (size <= 1024.0 * 1024) rate = 32;
    if (size <= 32.0 * 1024) rate = 64;
    rows.push_back(read_row(Isa::avx512, "read_avx512", size, rate));
    rows.push_back(read_row(Isa::avx2, "read_avx2", size, rate > 16 ? rate / 2 : rate));
  }
  rows.push_back(access_row(Access::copy, 8192, 40));
  rows.back().order = "ascending";
  rows.push_back(load_slot_row("loads_avx2_xmm", 2));
  rows.push_back(latency_row("chase_scalar_paged", 8192, 4));
  rows.push_back(latency_row("chase_scalar", 8192, 5));
  rows.push_back(latency_row("chase_scalar_paged", 8192, 9));
  rows.back().id += "/threads:2/load:50";
  rows.back().threads = 2;
  rows.back().load_percent = 50;
  rows.back().beside = "read_avx2";
  rows.back().beside_bytes_per_second = estimate<ByteRate>(4e9);
  for (const double apart : {32, 64}) {
    rows.push_back(latency_row("chase_scalar_pairs", 262144, apart < 64 ? 9 : 14));
    rows.back().id += apart < 64 ? "/apart:32B" : "/apart:64B";
    rows.back().apart = Bytes{apart};
  }
  rows.back().counters = {{"l1d_refill_bytes", "perf_event", 1.5e10, "second", true}};
  rows.push_back(compute_row(Isa::avx2, "fma_f32_avx2", 31));
  rows.back().id = "fma_f32_avx2/acc:7";
  rows.back().accumulators = 7;
  ProbeMeasurement failed = compute_row(Isa::neon, "fma_f32_neon", 1);
  failed.error = Error{Reason::not_supported_by_cpu, "the core has no neon"};
  rows.push_back(failed);
  rows.front().validity = {
      {.sign = Sign::stolen, .count = 5.0, .rounds = {1, 3}, .spoils = false},
      {.sign = Sign::throttled, .count = 1.0, .rounds = {2}, .spoils = true, .detail = "under-voltage"}};
  return rows;
}

ChainReport chains() {
  ChainReport report;
  report.chains = {{"chain_add_reg", 1, 1, estimate<Frequency>(clock_hz), true, ""},
                   {"chain_imul", 3, 3, estimate<Frequency>(0.999 * clock_hz), true, ""},
                   {"chain_fma_f32_avx512", 4, 4.002, estimate<Frequency>(clock_hz), true, ""}};
  report.first = "chain_add_reg";
  report.second = "chain_imul";
  report.agreement = 1.001;
  report.cycles_known = true;
  report.add_imm_claim = estimate<Frequency>(5.9e9);
  report.detail = "the two scalar chains agree within 0.5 %";
  return report;
}

HostInfo host() {
  HostInfo info;
  info.architecture = "x86_64";
  info.kernel = "Linux 6.1.0";
  info.os = "Debian GNU/Linux 12 (bookworm)";
  CoreKind kind;
  kind.id = "example";
  kind.cpus = {0, 1};
  kind.model_name = "Example CPU";
  kind.x86 = X86Identity{"AuthenticAMD", 25, 17, 1};
  kind.isas = {Isa::scalar, Isa::avx2, Isa::avx512};
  kind.features = {"avx2", "avx512f"};
  kind.caches = {{Level::l1, kibibytes(32), 8, 64, {0}, "sysfs"},
                 {Level::l2, mebibytes(1), 8, 64, {0}, "sysfs"},
                 {Level::l3, mebibytes(480), 16, 64, {0, 1}, "sysfs"}};
  kind.datasheet_caches = {{Level::l1, kibibytes(32), 0, 0, {}, "datasheet"}};
  kind.capacity = 1024;
  kind.highest_clock = gigahertz(3.7);
  kind.pmu = "cpu_core";
  kind.clusters = {{0, 1}};
  kind.smt_siblings = {{0, 1}};
  info.core_kinds = {kind};
  info.kernel_architecture = "x86_64";
  info.huge_page_pools = {{kibibytes(2048), 8, 4}};
  info.packages = 1;
  info.numa_nodes = 1;
  info.container = "docker";
  info.cpu_quota = 1.5;
  info.page_bytes = 4096;
  info.memory_total = mebibytes(8192);
  info.huge_pages = "madvise";
  info.virtual_machine = true;
  info.hypervisor = "kvm";
  Finding finding;
  finding.id = "cpuid-model-contradicted";
  finding.text = "CPUID names a model that its own features contradict";
  finding.consequence = "no datasheet figure is shown";
  finding.core_kind = "example";
  finding.withholds_datasheet = true;
  info.contradictions = {finding};
  return info;
}

Conditions conditions() {
  Conditions result;
  result.cpus = 2;
  result.governor = Error{Reason::not_found, "no cpufreq"};
  result.smt = false;
  result.clocksource = std::string("tsc");
  result.load_average = 0.25;
  result.isolated_cpus = std::vector<int>{1};
  result.clock_claimed_hz = 1.5e9;
  result.clock_measured_hz = 0.6e9;
  result.timer_resolution_seconds = 2e-8;
  result.timer_overhead_seconds = 3e-8;
  result.throttling = std::string("firmware caps the clock");
  result.nohz_full_cpus = std::vector<int>{};
  result.thermal_zone = "cpu-thermal";
  result.library_environment = std::string("OPENBLAS_CORETYPE=Haswell");
  result.userland_bits = 64;
  result.pmu = PmuState::absent;
  result.pmu_detail = "perf_event_open: no such entry";
  return result;
}

TogetherMeasurement together() {
  TogetherMeasurement row;
  row.id = "together/fma_f32";
  row.operation = "fma";
  row.shares = {{"example", "fma_f32_avx512", {0, 1}, 0.75}, {"other", "fma_f32_avx2", {2}, 0.25}};
  row.flops_per_second = estimate<FlopRate>(4e11);
  row.thread_balance = 1.01;
  row.quality = Quality::stable;
  row.notes = {"no rate per cycle: each kind has a clock of its own"};
  row.round_rates_per_second = {4e11, 4e11};
  return row;
}

MachineModel machine() {
  CoreKindInput input;
  input.id = "example";
  input.cpus = {0, 1};
  input.measured_cpu = 1;
  input.chains = chains();
  input.measurements = measurements();
  input.clock_facts = {.timer = {.resolution = Seconds{2e-8}, .overhead = Seconds{3e-8}},
                       .claim = ClockClaim{.measured = Frequency{0.6e9}, .claimed = Frequency{1.5e9}, .margin = 0.02},
                       .cpufreq = {.current = {}, .limit = Frequency{1.5e9}, .highest = Frequency{1.8e9}}};
  input.datasheet = Datasheet{"example",
                              {{"fma", DType::f32, Isa::avx512, FlopsPerCycle{64}}},
                              {{Access::read, Isa::avx512, BytesPerCycle{64}}},
                              {},
                              {}};
  input.counters = CounterReport{.source = "none",
                                 .pmu = "",
                                 .events = "amd-zen3",
                                 .counted = {"task-clock"},
                                 .uncounted = {{"cycles", Error{Reason::not_supported_by_cpu, "no PMU"}}},
                                 .remedy = "a guest with a PMU"};
  Plan plan{"cachebound characterize --quick", "quick", {"fma_f32_avx512", "fma_f32_avx2"}, 5};
  MachineModel model = build_model(host(), conditions(), {input}, plan);
  model.created = "2026-01-02T03:04:05Z";
  model.together = {together()};
  return model;
}

OperatorMeasurement gemm(const std::string& backend, Isa isa, double seconds) {
  OperatorMeasurement m;
  m.id = fmt::format("gemm/{}/f32/m64n64k64", backend);
  m.op = "gemm";
  m.backend = backend;
  m.problem = "m64n64k64";
  m.isa = isa;
  m.implementation = backend + " of the example";
  m.verified = true;
  m.checked_elements = 128;
  m.result_elements = 1024;
  m.max_error = 0.25;
  m.work = Flops{2.0 * 64 * 64 * 64};
  m.seconds = estimate<Seconds>(seconds);
  m.cycles = estimate<Cycles>(seconds * clock_hz);
  m.clock = estimate<Frequency>(clock_hz);
  m.chain = "chain_fma_f32_avx512";
  m.cycles_known = true;
  m.quality = Quality::stable;
  m.round_seconds = {seconds, seconds * 1.001};
  m.repro = "cachebound operators --filter " + m.id;
  return m;
}

OperatorTable operators() {
  OperatorMeasurement tiled = gemm("tiled", Isa::avx512, 11e-6);
  tiled.blocking = GemmBlocking{14, 32, 112, 1024, 256, 64};
  tiled.packing_seconds = estimate<Seconds>(0.7e-6);
  tiled.counters = {{"task-clock", "perf_event", 1.0, "second", false},
                    {"instructions", "perf_event", 12000.0, "call", false}};
  OperatorMeasurement missing = gemm("openblas", Isa::avx2, 1e-6);
  missing.error = Error{Reason::not_built, "configured without OpenBLAS"};
  OperatorTable table = analyse_operators(
      machine(), {tiled, gemm("naive", Isa::scalar, 300e-6), gemm("blis", Isa::neon, 1e-5), missing}, 1);
  table.created = "2026-01-02T03:05:05Z";
  return table;
}

PredictionTable predictions() {
  std::vector<OperatorCase> cases;
  for (const OperatorRow& row : operators().rows) cases.push_back(case_of(row.measurement));
  PredictionTable table = predict(machine(), cases, 1);
  table.created = "2026-01-02T03:04:30Z";
  return table;
}

TraceTable trace() {
  const OperatorMeasurement tiled = operators().rows.at(0).measurement;
  TraceRow row;
  row.op = case_of(tiled);
  row.op.traffic.clear();
  row.implementation = tiled.implementation;
  row.verified = true;
  row.max_error = 0.25;
  row.call = {.instructions = 84000,
              .traffic = {{Level::l1, {285000}, {52000}, TrafficSource::traced},
                          {Level::dram, {64 * 1767.0}, {64 * 796.0}, TrafficSource::traced}},
              .loads = {{"vec256", "loads_avx2", 6144, {196608}}, {"lane64", "", 3, {24}}},
              .stores = {{"vec256", "", 1625, {52000}}},
              .lines = {{Level::l1, 1767, 796}},
              .forms = {{"vmovups [],ymm", 6144, {196608}, {0}}}};
  row.repro = "cachebound trace --filter '^" + row.op.id + "$'";
  TraceRow refused;
  refused.op = case_of(gemm("tiled-avx512", Isa::avx512, 1e-6));
  refused.error = Error{Reason::not_supported_by_cpu, "this core has no avx512"};
  TraceTable table;
  table.created = "2026-01-02T03:06:05Z";
  table.emulator = {"qemu-x86_64", "7.2.22", "x86_64", "max"};
  table.caches = {{.level = Level::l1, .size = kibibytes(32), .ways = 8, .line_bytes = 64, .source = "sysfs"}};
  table.plan = {"cachebound trace", "gemm_quick", {row.op.id, refused.op.id}, 1};
  table.rows = {row, refused};
  return table;
}

}  // namespace cachebound::analysis::example
