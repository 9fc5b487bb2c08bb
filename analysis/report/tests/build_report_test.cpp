// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/build_report.hpp"

#include <algorithm>

#include "analysis/report/html_writer.hpp"
#include "analysis/report/sections.hpp"
#include "analysis/report/text_writer.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"

namespace report = cachebound::analysis::report;
using cachebound::analysis::MachineModel;
using cachebound::analysis::OperatorTable;

namespace {

report::Report built(const MachineModel& machine, const OperatorTable* operators) {
  return report::build_report({.machine = machine, .operators = operators, .predictions = nullptr, .version = "1"});
}

std::string text_of(const report::Report& tree) { return report::to_text(tree, {}, {.width = 1000, .unfold = true}); }

bool has_section(const report::Report& tree, const std::string& id) {
  return std::any_of(tree.sections.begin(), tree.sections.end(),
                     [&](const report::Section& section) { return section.id == id; });
}

bool contains(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("the summary says peak, bandwidths and the best operator in words", "[report][build]") {
  const auto operators = report::synthetic::small_operators();
  const std::string text = text_of(built(report::synthetic::small_machine(), &operators));
  CHECK(
      contains(text, "The fastest f32 multiply-add rate is 12.00 GFLOP/s [11.99, 12.01], 8.000 FLOP/cycle [7.992, 8.008], reached by "
                       "fma_f32_neon"));
  CHECK(contains(text, "One core reads 24.00 GB/s [23.98, 24.02] from L1, 11.25 GB/s [11.24, 11.26] from L2."));
  CHECK(contains(text, "68.3 % of the 12.00 GFLOP/s that fma_f32_neon allows"));
}

TEST_CASE("unexplained is always printed, and what was not measured is no zero", "[report][build]") {
  auto operators = report::synthetic::small_operators();
  const std::string text = text_of(built(report::synthetic::small_machine(), &operators));
  CHECK(contains(text, "ideal 68.3 %, l1 6.7 %, unexplained 25.0 %; not measured: no-overlap"));
  auto& attribution = *operators.rows[0].attribution;
  attribution.terms[1].picoseconds = *attribution.terms[1].picoseconds + attribution.unexplained_picoseconds;
  attribution.unexplained_picoseconds = 0;
  CHECK(contains(text_of(built(report::synthetic::small_machine(), &operators)), "unexplained 0.0 %"));
}

TEST_CASE("a row that could not be made stands with its reason", "[report][build]") {
  const auto operators = report::synthetic::small_operators();
  const std::string text = text_of(built(report::synthetic::small_machine(), &operators));
  CHECK(contains(text, "gemm/broken/f32/m64n64k64"));
  CHECK(contains(text, "largest error is 31 times the tolerance"));
}

TEST_CASE("a result that was checked in part says so", "[report][build]") {
  auto operators = report::synthetic::small_operators();
  operators.rows[0].measurement.checked_elements = 1000;
  operators.rows[0].measurement.result_elements = 8000;
  CHECK(contains(text_of(built(report::synthetic::small_machine(), &operators)), "12.5 % of it"));
  operators.rows[0].measurement.checked_elements = 8000;
  CHECK_FALSE(contains(text_of(built(report::synthetic::small_machine(), &operators)), "% of it"));
}

TEST_CASE("without a machine it is said once why no row is placed", "[report][build]") {
  std::vector<cachebound::OperatorMeasurement> measured;
  for (const auto& row : report::synthetic::small_operators().rows) {
    for (const char* name : {"", "_tb"}) {
      measured.push_back(row.measurement);
      measured.back().id += name;
    }
  }
  const MachineModel none;
  const OperatorTable operators = cachebound::analysis::analyse_operators(none, measured);
  const std::string text = text_of(built(none, &operators));
  const std::string reason = why_never_placed(operators);
  std::size_t times = 0;
  for (std::size_t at = text.find(reason); at != std::string::npos; at = text.find(reason, at + 1)) ++times;
  CHECK(times == 2);  // beside the table and in place of the waterfalls
  CHECK(contains(text, "no machine document"));
  CHECK(contains(text, "largest error is 31 times the tolerance"));
}

TEST_CASE("on an emulated machine a banner stands first and no rate is called stable", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  machine.host.emulated = true;
  machine.host.emulation_signs = {"the cpu calls itself QEMU"};
  const auto operators = report::synthetic::small_operators();
  const report::Report tree = built(machine, &operators);
  REQUIRE(tree.banners.size() == 1);
  CHECK(contains(tree.banners[0].headline, "Emulated"));
  const std::string text = text_of(tree);
  CHECK_FALSE(contains(text, "stable"));
  CHECK(contains(text, "emulated"));
}

TEST_CASE("a machine without operators has a report, and so has one without any core kind", "[report][build]") {
  const report::Report machine_only = built(report::synthetic::small_machine(), nullptr);
  CHECK(has_section(machine_only, "ceilings"));
  CHECK_FALSE(has_section(machine_only, "waterfalls"));
  const report::Report nothing = built({}, nullptr);
  CHECK(has_section(nothing, "summary"));
  CHECK_FALSE(report::to_html(nothing, {}).empty());
  CHECK_FALSE(text_of(nothing).empty());
}

TEST_CASE("a row faster than its ceiling is called a fault", "[report][build]") {
  auto operators = report::synthetic::small_operators();
  operators.rows[0].placement->ceiling_exceeded = true;
  CHECK(contains(text_of(built(report::synthetic::small_machine(), &operators)), "ceiling exceeded"));
}

TEST_CASE("what is better than its datasheet is called a fault", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  const auto notices_of = [&] {
    const std::string text = text_of(built(machine, nullptr));
    return std::pair{contains(text, "loads_neon_ldrq is above the datasheet's rate."),
                     contains(text, "latency_l1 is below the datasheet's latency.")};
  };
  CHECK(notices_of() == std::pair{false, false});
  for (auto& ceiling : machine.core_kinds[0].ceilings) {
    ceiling.loads_per_cycle.value = cachebound::LoadsPerCycle{1.01};
    ceiling.latency_cycles.value = cachebound::Cycles{3.96};
  }
  CHECK(notices_of() == std::pair{true, true});
  for (auto& ceiling : machine.core_kinds[0].ceilings) {
    ceiling.loads_per_cycle.value = cachebound::LoadsPerCycle{0.9};  // worse is no fault of the datasheet's
    ceiling.latency_cycles.value = cachebound::Cycles{4.5};
  }
  CHECK(notices_of() == std::pair{false, false});
}

TEST_CASE("an unfinished run says how much is missing", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  machine.plan.rows = {"a", "b", "c"};
  machine.completed = {"a"};
  CHECK(contains(text_of(built(machine, nullptr)), "Unfinished: 2 rows of the plan missing."));
}

TEST_CASE("a row of fewer than five rounds has no interval in any table or figure", "[report][build]") {
  auto machine = report::synthetic::full_machine();
  auto operators = report::synthetic::full_operators();
  const auto set_rounds = [&](int rounds) {
    for (auto& kind : machine.core_kinds) {
      kind.clock.rounds = rounds;
      for (auto& chain : kind.chains.chains) chain.clock.rounds = rounds;
      if (kind.chains.add_imm_claim) kind.chains.add_imm_claim->rounds = rounds;
      const auto each = [rounds](auto& row) {
        row.flops_per_second.rounds = row.flops_per_cycle.rounds = rounds;
        row.bytes_per_second.rounds = row.bytes_per_cycle.rounds = rounds;
        row.loads_per_second.rounds = row.loads_per_cycle.rounds = rounds;
        row.latency_seconds.rounds = row.latency_cycles.rounds = rounds;
      };
      std::ranges::for_each(kind.ceilings, each);
      std::ranges::for_each(kind.measurements, each);
    }
    for (auto& row : operators.rows) row.measurement.seconds.rounds = rounds;
  };
  const auto intervals_of = [&] {
    const std::string text = text_of(built(machine, &operators));
    return std::ranges::count(text, '[');
  };
  const auto shown = intervals_of();
  CHECK(shown > 0);
  set_rounds(5);
  CHECK(intervals_of() == shown);
  set_rounds(4);
  CHECK(intervals_of() == 0);
  const report::ReportInput input{.machine = machine, .operators = &operators, .predictions = nullptr, .version = "1"};
  const auto figure = report::bandwidth_figure(input, machine.core_kinds[0]);
  REQUIRE(figure);
  for (const auto& series : figure->plot.series)
    for (const auto& point : series.points) CHECK_FALSE((point.low || point.high));
}

TEST_CASE("a row that cannot run here is not missing", "[report][build]") {
  auto operators = report::synthetic::small_operators();
  operators.plan.rows = {"gemm/absent/f32/m64n64k64"};
  operators.completed = {};
  cachebound::analysis::OperatorRow row;
  row.measurement.id = operators.plan.rows[0];
  row.measurement.error = cachebound::Error{cachebound::Reason::not_built, "configured without it"};
  operators.rows.push_back(row);
  CHECK_FALSE(contains(text_of(built(report::synthetic::small_machine(), &operators)), "Unfinished"));
  operators.rows.back().measurement.error->reason = cachebound::Reason::interrupted;
  CHECK(contains(text_of(built(report::synthetic::small_machine(), &operators)), "Unfinished: 1 row of the plan"));
}

TEST_CASE("cycles that no chain could count are not shown as numbers", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  machine.core_kinds[0].chains.cycles_known = false;
  for (auto& ceiling : machine.core_kinds[0].ceilings) ceiling.cycles_known = false;
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text, "cycles unknown"));
  CHECK_FALSE(contains(text, "8.000 FLOP/cycle,"));
}

TEST_CASE("every row of the report has its command", "[report][build]") {
  const auto operators = report::synthetic::small_operators();
  const auto machine = report::synthetic::small_machine();
  const std::string text = text_of(built(machine, &operators));
  for (const auto& ceiling : machine.core_kinds[0].ceilings) CHECK(contains(text, ceiling.repro));
  for (const auto& row : operators.rows) CHECK(contains(text, row.measurement.repro));
}

TEST_CASE("two core kinds have tables and figures of their own", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  machine.core_kinds.push_back(machine.core_kinds[0]);
  machine.core_kinds[1].id = "cortex-a53";
  const std::string html = report::to_html(built(machine, nullptr), {});
  CHECK(contains(html, "Core kind cortex-a53"));
  CHECK(contains(html, "Core kind cortex-a72"));
}

TEST_CASE("a point that rests on compulsory bytes is no placed point", "[report][build]") {
  auto operators = report::synthetic::small_operators();
  operators.rows[0].placement->roofs[1].source = cachebound::TrafficSource::compulsory;
  const auto machine = report::synthetic::small_machine();
  const report::ReportInput input{.machine = machine, .operators = &operators, .predictions = nullptr, .version = ""};
  const auto figure = report::roofline_figure(input, machine.core_kinds[0]);
  REQUIRE(figure);
  REQUIRE(figure->plot.series.size() == 1);
  CHECK(figure->plot.series[0].marker == report::Marker::ring);
  CHECK(figure->plot.series[0].legend == "gemm/tiled (least bytes)");
  CHECK(contains(figure->caption, "least possible bytes"));
}

namespace {

cachebound::ProbeMeasurement read_of(int threads, double gigabytes) {
  cachebound::ProbeMeasurement row;
  row.probe = "read_neon";
  row.id = threads == 1 ? "read_neon/ws:64MiB" : "read_neon/ws:64MiB/threads:" + std::to_string(threads);
  row.kind = cachebound::CeilingKind::memory;
  row.access = cachebound::Access::read;
  row.threads = threads;
  row.working_set = cachebound::mebibytes(64);
  row.bytes_per_second.value = cachebound::gigabytes_per_second(gigabytes);
  row.bytes_per_second.low = row.bytes_per_second.high = row.bytes_per_second.value;
  if (threads > 1) row.thread_balance = 1.03;
  return row;
}

}  // namespace

TEST_CASE("rows that were chosen one by one are shown though no ceiling comes of them", "[report][build]") {
  using namespace cachebound;  // NOLINT(google-build-using-namespace): its types are spelled often
  MachineModel machine = report::synthetic::small_machine();
  analysis::MeasuredCoreKind& kind = machine.core_kinds.at(0);
  kind.levels.clear();
  kind.ceilings.clear();
  ProbeMeasurement chase;
  chase.id = "chase_scalar_paged/ws:48KiB";
  chase.probe = "chase_scalar_paged";
  chase.kind = CeilingKind::latency;
  chase.working_set = kibibytes(48);
  chase.latency_seconds = {.value = Seconds{4e-9}, .low = Seconds{3.9e-9}, .high = Seconds{4.1e-9}, .rounds = 5};
  ProbeMeasurement copy;
  copy.id = "copy_neon/ws:48KiB";
  copy.probe = "copy_neon";
  copy.kind = CeilingKind::memory;
  copy.access = Access::copy;
  copy.working_set = kibibytes(48);
  copy.error = Error{Reason::interrupted, "not measured"};
  kind.measurements = {chase, copy};
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text, "chase_scalar_paged/ws:48KiB"));
  CHECK(contains(text, "4.000"));
  CHECK(contains(text, "copy_neon/ws:48KiB"));
  CHECK_FALSE(contains(text, "Nothing was measured"));
  kind.measurements.clear();
  CHECK(contains(text_of(built(machine, nullptr)), "Nothing was measured on this core kind."));
}

TEST_CASE("what a team reaches stands in tables of its own, beside one thread", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  const std::string before = text_of(built(machine, nullptr));
  CHECK_FALSE(contains(before, "times one thread"));
  auto& kind = machine.core_kinds[0];
  for (const auto& [threads, rate] : {std::pair{1, 4.0}, {2, 6.0}, {4, 6.4}}) {
    kind.measurements.push_back(read_of(threads, rate));
  }
  auto of_team = kind.ceilings[0];
  of_team.id += "_t4";
  of_team.threads = 4;
  of_team.flops_per_second.value = 4.0 * of_team.flops_per_second.value;
  kind.ceilings.push_back(of_team);
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text, "times one thread"));
  CHECK(contains(text, "Read bandwidth over threads"));
  CHECK(contains(text, "read_neon/ws:64MiB/threads:4"));
  CHECK(contains(text, "1.600"));
  // The roofline, the summary and the tables of one core are those of one core still.
  const auto figure_of = [](const std::string& html) { return html.substr(0, html.find("id=\"ceilings\"")); };
  const auto html = figure_of(report::to_html(built(machine, nullptr), {}));
  CHECK_FALSE(contains(html, of_team.id));
}

TEST_CASE("where the machine states no cache sizes, the measured ones stand and it says so", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  auto& kind = machine.core_kinds.front();
  CHECK_FALSE(contains(text_of(built(machine, nullptr)), "states no cache sizes"));
  std::erase_if(kind.caches, [](const auto& cache) { return cache.source != "measured"; });
  machine.host.core_kinds.front().caches.clear();
  machine.host.core_kinds.front().datasheet_caches = {
      {.level = cachebound::Level::l1, .size = cachebound::kibibytes(32), .source = "datasheet"}};
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text, "The machine states no cache sizes of " + kind.id + ": these are measured."));
  CHECK(contains(text, "32 KiB (datasheet)"));
}

TEST_CASE("what tells core kinds apart, and what limits this process, stand among the machine's facts", "[report]") {
  auto machine = report::synthetic::small_machine();
  auto& kind = machine.host.core_kinds.front();
  kind.capacity = 1003;
  kind.highest_clock = cachebound::gigahertz(2.304);
  kind.clusters = {{4, 5}, {6, 7}};
  kind.smt_siblings = {{0, 8}};
  kind.pmu = "armv8_cortex_a76";
  machine.host.container = "podman";
  machine.host.cpu_quota = 1.5;
  machine.host.packages = 2;
  machine.host.numa_nodes = 2;
  machine.host.page_bytes = 4096;
  machine.host.huge_page_pools = {{.page = cachebound::mebibytes(2), .total = 8, .free = 4}};
  machine.host.architecture = "arm";
  machine.host.kernel_architecture = "aarch64";
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text,
                 "capacity 1003; cpufreq claims 2.304 GHz at most; clusters 4-5 | 6-7; threads of one core 0, 8; "
                 "PMU armv8_cortex_a76"));
  CHECK(contains(text, "podman"));
  CHECK(contains(text, "1.5 processors at most"));
  CHECK(contains(text, "2 NUMA nodes"));
  CHECK(contains(text, "8 of 2 MiB, 4 free"));
  CHECK(contains(text, "a 32-bit program on a 64-bit kernel (aarch64)"));
}

TEST_CASE("all kinds together: rate, shares, and no rate per cycle", "[report][build]") {
  auto machine = report::synthetic::small_machine();
  CHECK_FALSE(contains(text_of(built(machine, nullptr)), "together/"));
  cachebound::TogetherMeasurement row;
  row.id = "together/fma_f32";
  row.shares = {{"little", "fma_f32_neon", {0, 1}, 0.25}, {"big", "fma_f32_neon", {2}, 0.75}};
  row.flops_per_second = {.value = {4e10}, .low = {3.9e10}, .high = {4.1e10}, .samples = 15};
  row.thread_balance = 1.01;
  row.quality = cachebound::Quality::stable;
  row.flops_per_second.rounds = 5;
  row.notes = {"uneven threads: the slowest takes 1.30 times as long as the fastest"};
  cachebound::TogetherMeasurement failed;
  failed.id = "together/read/ws:64MiB";
  failed.kind = cachebound::CeilingKind::memory;
  failed.error = cachebound::Error{cachebound::Reason::no_resources, "no thread may be pinned to cpu 3"};
  machine.together = {row, failed};
  const std::string text = text_of(built(machine, nullptr));
  CHECK(contains(text, "little (2 cpus): 25 %, big (1 cpu): 75 %"));
  CHECK(contains(text, "40.00 GFLOP/s"));
  CHECK(contains(text, "Per second only"));
  CHECK(contains(text, "no thread may be pinned to cpu 3"));
  CHECK(contains(text, "together/fma_f32: uneven threads: the slowest takes 1.30 times as long"));
}
