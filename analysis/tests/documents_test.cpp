// SPDX-License-Identifier: Apache-2.0
#include "analysis/documents.hpp"

#include <string>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

bool mentions(const Error& error, const std::string& words) { return error.detail.find(words) != std::string::npos; }

bool one_line(const Error& error) { return error.detail.find('\n') == std::string::npos; }

}  // namespace

TEST_CASE("what is written is read back unchanged", "[analysis][json]") {
  // Text equality covers every field: the second text is made from the structs that were read.
  const std::string machine = to_json(example::machine());
  const auto machine_again = parse_machine(machine, "machine.json");
  REQUIRE(machine_again);
  CHECK(to_json(*machine_again) == machine);
  CHECK(machine_again->core_kinds.at(0).ceilings == example::machine().core_kinds.at(0).ceilings);
  CHECK(machine_again->core_kinds.at(0).chains == example::chains());
  CHECK(machine_again->core_kinds.at(0).levels == example::machine().core_kinds.at(0).levels);
  const HostInfo host = example::host();
  const CoreKind& kind = machine_again->host.core_kinds.at(0);
  CHECK(kind.caches == host.core_kinds[0].caches);
  CHECK(kind.datasheet_caches == host.core_kinds[0].datasheet_caches);
  CHECK(kind.capacity == 1024);
  CHECK(kind.highest_clock == gigahertz(3.7));
  CHECK(kind.pmu == "cpu_core");
  CHECK(kind.clusters == host.core_kinds[0].clusters);
  CHECK(kind.smt_siblings == host.core_kinds[0].smt_siblings);
  CHECK(machine_again->host.kernel_architecture == "x86_64");
  CHECK(machine_again->host.huge_page_pools == host.huge_page_pools);
  CHECK(machine_again->host.packages == 1);
  CHECK(machine_again->host.numa_nodes == 1);
  CHECK(machine_again->host.container == "docker");
  CHECK(machine_again->host.cpu_quota == 1.5);
  const TogetherMeasurement& together = machine_again->together.at(0);
  CHECK(together.id == "together/fma_f32");
  CHECK(together.shares == example::machine().together[0].shares);
  CHECK(together.flops_per_second == example::machine().together[0].flops_per_second);
  CHECK(together.thread_balance == 1.01);
  CHECK(machine_again->core_kinds.at(0).counters == example::machine().core_kinds.at(0).counters);
  CHECK(*machine_again->conditions.clocksource == "tsc");
  CHECK(machine_again->conditions.governor.error().detail == "no cpufreq");

  const std::string operators = to_json(example::operators());
  const auto operators_again = parse_operators(operators, "operators.json");
  REQUIRE(operators_again);
  CHECK(to_json(*operators_again) == operators);
  for (std::size_t i = 0; i < operators_again->rows.size(); ++i) {
    CHECK(operators_again->rows[i].placement == example::operators().rows[i].placement);
    CHECK(operators_again->rows[i].attribution == example::operators().rows[i].attribution);
  }

  const std::string predictions = to_json(example::predictions());
  const auto predictions_again = parse_predictions(predictions, "predictions.json");
  REQUIRE(predictions_again);
  CHECK(to_json(*predictions_again) == predictions);
}

TEST_CASE("datasheet figures are read back, and null where there is none", "[analysis][json]") {
  MachineModel model = example::machine();
  const std::string without = to_json(model);
  for (const char* key : {"flops_per_cycle", "bytes_per_cycle", "loads_per_cycle", "latency_cycles"})
    CHECK(without.find(std::string("\"datasheet_") + key + "\": null") != std::string::npos);
  for (Ceiling& ceiling : model.core_kinds.at(0).ceilings) {
    if (ceiling.kind == CeilingKind::load_slots) ceiling.datasheet_loads_per_cycle = LoadsPerCycle{2};
    if (ceiling.kind == CeilingKind::latency) ceiling.datasheet_latency_cycles = Cycles{4};
  }
  const auto again = parse_machine(to_json(model), "machine.json");
  REQUIRE(again);
  CHECK(find_ceiling(again->core_kinds.at(0), "loads_avx2_xmm")->datasheet_loads_per_cycle == LoadsPerCycle{2});
  CHECK(find_ceiling(again->core_kinds.at(0), "latency_l1")->datasheet_latency_cycles == Cycles{4});
}

TEST_CASE("a model that was read is placed and attributed as the one that was written", "[analysis][json]") {
  const auto machine = parse_machine(to_json(example::machine()), "machine.json");
  REQUIRE(machine);
  std::vector<OperatorMeasurement> rows;
  for (const OperatorRow& row : example::operators().rows) rows.push_back(row.measurement);
  OperatorTable again = analyse_operators(*machine, rows, 1);
  again.created = example::operators().created;
  CHECK(to_json(again) == to_json(example::operators()));
}

TEST_CASE("a row that could not be made stands with its error and without numbers", "[analysis][json]") {
  const std::string text = to_json(example::operators());
  const std::size_t at = text.find("\"error\": {");
  REQUIRE(at != std::string::npos);
  CHECK(text.find("\"reason\": \"not_built\"", at) != std::string::npos);
  CHECK(text.find("\"seconds\"", at) == std::string::npos);  // it is the last row
}

TEST_CASE("a result that was right stays so in the file of a row whose time was lost", "[analysis][json]") {
  OperatorTable table = example::operators();
  OperatorMeasurement& right = table.rows[0].measurement;
  right.verified = true;
  right.error = Error{Reason::unstable, "every sample was lost"};
  table.rows.back().measurement.verified = false;  // of what is not built nothing was computed
  const auto read = parse_operators(to_json(table), "o.json");
  REQUIRE(read);
  CHECK(read->rows[0].measurement.verified);
  CHECK(read->rows.back().measurement.error);
  CHECK_FALSE(read->rows.back().measurement.verified);
}

TEST_CASE("rows without a machine say how to give one, in files of older versions too", "[analysis][json]") {
  OperatorTable table = analyse_operators({}, {example::gemm("tiled", Isa::avx512, 11e-6)}, 1);
  REQUIRE(table.rows[0].not_placed);
  CHECK(mentions(*table.rows[0].not_placed, "no machine document was given: --machine FILE"));
  CHECK(never_placed(table));
  table.rows[0].not_placed->detail = "the machine model holds no core kind";
  CHECK(never_placed(table));
  table.rows[0].not_placed->detail = "no f32 compute ceiling was measured for avx512 with 1 thread(s)";
  CHECK_FALSE(never_placed(table));
}

TEST_CASE("the conditions of a row are read back; a file without them is of warm caches", "[analysis][json]") {
  OperatorTable table = example::operators();
  OperatorMeasurement& m = table.rows[0].measurement;
  m.threads = 2;
  m.threads_worked = 1;
  m.cache = CacheState::cold_weights;
  const std::string text = to_json(table);
  const auto read = parse_operators(text, "o.json");
  REQUIRE(read);
  CHECK(read->rows[0].measurement.threads_worked == 1);
  CHECK(read->rows[0].measurement.cache == CacheState::cold_weights);
  CHECK(read->rows[1].measurement.threads_worked == 0);
  const auto older = parse_operators(replaced(text, "\"cache_state\": \"cold-weights\",", ""), "o.json");
  REQUIRE(older);
  CHECK(older->rows[0].measurement.cache == CacheState::warm);
  const auto wrong = parse_operators(replaced(text, "cold-weights", "icy"), "o.json").error();
  CHECK(mentions(wrong, "/rows/0/cache_state: expected a state: warm, cold-weights or cold-all"));
}

TEST_CASE("an unknown version and a foreign document are refused by name", "[analysis][json]") {
  const std::string text = to_json(example::machine());
  const auto newer = parse_machine(replaced(text, "cachebound.machine/1", "cachebound.machine/2"), "m.json");
  REQUIRE_FALSE(newer);
  CHECK(newer.error().reason == Reason::malformed);
  CHECK(mentions(newer.error(),
                 "m.json: at /schema: expected \"cachebound.machine/1\", found \"cachebound.machine/2\", a version"));
  CHECK(mentions(parse_operators(text, "m.json").error(), "expected \"cachebound.operators/1\""));
  CHECK(mentions(parse_machine("{}", "m.json").error(), "no such key"));
  CHECK(mentions(parse_machine("[1]", "m.json").error(), "no object"));
  CHECK(mentions(parse_machine("{\"schema\": 1}", "m.json").error(), "other than a string"));
}

TEST_CASE("a wrong value is named with its file, its place and what was expected", "[analysis][json]") {
  const std::string text = to_json(example::machine());
  const auto level = parse_machine(replaced(text, "\"level\": \"L1\"", "\"level\": \"L9\""), "m.json").error();
  CHECK(mentions(level,
                 "m.json: at /host/core_kinds/0/caches/0/level: expected a level: L1, L2, L3 or DRAM, found \"L9\""));
  const auto number = parse_machine(replaced(text, "\"threads\": 1", "\"threads\": \"one\""), "m.json").error();
  CHECK(mentions(number, "/core_kinds/0/ceilings/0/threads: expected an integer, found \"one\""));
  const auto range = parse_machine(replaced(text, "\"threads\": 1", "\"threads\": 5000000000"), "m.json").error();
  CHECK(mentions(range, "expected an integer in range"));
  const auto missing = parse_machine(replaced(text, "\"core_kinds\"", "\"kinds\""), "m.json");
  REQUIRE(missing);  // the host's own list of core kinds may be missing ...
  CHECK(missing->host.core_kinds.empty());
  const auto required =
      parse_machine("{\"schema\": \"cachebound.machine/1\"}", "m.json").error();  // ... the model's may not
  CHECK(mentions(required, "m.json: at /: expected the key \"core_kinds\""));
  const auto bound =
      parse_operators(replaced(to_json(example::operators()), "\"bound\": \"L1\"", "\"bound\": \"L7\""), "o.json");
  REQUIRE_FALSE(bound);
  CHECK(mentions(bound.error(), "/bound: expected a bound: compute, L1, L2, L3 or DRAM, found \"L7\""));
}

TEST_CASE("a rate, a size or a time below zero or without a value is refused with its key", "[analysis][json]") {
  const auto machine_with = [](const std::string& key, const std::string& value) {
    const std::string text = to_json(example::machine());
    const std::size_t at = text.find("\"" + key + "\": ");
    REQUIRE(at != std::string::npos);
    const std::size_t begin = at + key.size() + 4;
    return parse_machine(std::string(text).replace(begin, text.find_first_of(",\n", begin) - begin, value), "m.json");
  };
  for (const char* key : {"value", "low", "high", "size_bytes", "first_bytes", "rate", "working_set_bytes"}) {
    for (const char* bad : {"-1", "-0.5"}) {
      INFO(key << " " << bad);
      const auto refused = machine_with(key, bad);
      REQUIRE_FALSE(refused);
      CHECK(refused.error().reason == Reason::malformed);
      CHECK(mentions(refused.error(), std::string("/") + key + ": expected a number that is not negative, found -"));
    }
  }
  for (const char* key : {"value", "low", "size_bytes", "rate"}) {
    INFO(key);
    const auto refused = machine_with(key, "null");
    REQUIRE_FALSE(refused);
    CHECK(mentions(refused.error(), std::string("/") + key + ": expected a number that is not negative, found null"));
  }
  CHECK_FALSE(machine_with("value", "1e999"));
  CHECK_FALSE(machine_with("value", "NaN"));
  CHECK(machine_with("value", "0"));
  const std::string operators = to_json(example::operators());
  const auto seconds =
      parse_operators(replaced(operators, "\"seconds\": {\n    \"value\": ", "\"seconds\": {\n    \"value\": -"), "o");
  REQUIRE_FALSE(seconds);
  CHECK(mentions(seconds.error(), "/seconds/value: expected a number that is not negative"));
}

TEST_CASE("what no machine can have reached is refused: what is derived of it would be infinite", "[analysis][json]") {
  const std::string text = to_json(example::machine());
  const std::size_t at = text.find("\"clock_hz\": {");
  REQUIRE(at != std::string::npos);
  const std::size_t begin = text.find("\"value\": ", at) + 9;
  const auto clock_of = [&](const std::string& value) {
    return parse_machine(std::string(text).replace(begin, text.find(',', begin) - begin, value), "m.json");
  };
  for (const char* absurd : {"1e-320", "1e-40", "0.5", "1e20", "1e300"}) {
    INFO(absurd);
    const auto refused = clock_of(absurd);
    REQUIRE_FALSE(refused);
    CHECK(mentions(refused.error(), "m.json: at /"));
    CHECK(mentions(refused.error(), "/clock_hz/value: expected"));
  }
  CHECK(clock_of("1e6"));  // an emulated core
  CHECK(clock_of("0"));    // none

  MachineModel model = example::machine();
  model.conditions.clock_measured_hz = 1e-320;
  const auto measured = parse_machine(to_json(model), "m.json");
  REQUIRE_FALSE(measured);
  CHECK(mentions(measured.error(), "/conditions/clock_measured_hz: expected 0 or a clock"));

  const std::string operators = to_json(example::operators());
  const std::string key = "\"seconds\": {\n    \"value\": ";
  const std::size_t seconds = operators.find(key);
  REQUIRE(seconds != std::string::npos);
  const std::size_t number = seconds + key.size();
  for (const char* absurd : {"1e-320", "1e60"}) {
    const auto refused =
        parse_operators(std::string(operators).replace(number, operators.find(',', number) - number, absurd), "o.json");
    REQUIRE_FALSE(refused);
    CHECK(mentions(refused.error(), "o.json: at /"));
    CHECK(mentions(refused.error(), "/seconds/value: expected 0 or a number from 1e-30 to 1e30"));
  }
}

TEST_CASE("a value that parses and cannot be true is refused with its key", "[analysis][json]") {
  MachineModel model = example::machine();
  MeasuredCoreKind& kind = model.core_kinds.at(0);
  kind.caches = {{.level = Level::l1,
                  .size = kibibytes(48),
                  .source = "measured",
                  .at_most = kibibytes(56),
                  .method = "latency",
                  .line = Bytes{96}}};  // found below by its value
  ProbeMeasurement loaded = kind.measurements.at(0);
  loaded.load_percent = 50;
  loaded.order = "ascending";
  kind.measurements = {loaded};
  const std::string text = to_json(model);
  REQUIRE(parse_machine(text, "m.json"));
  const auto refused = [&](const std::string& from, const std::string& to, const std::string& expected) {
    INFO(to);
    const auto read = parse_machine(replaced(text, from, to), "m.json");
    REQUIRE_FALSE(read);
    CHECK(mentions(read.error(), expected));
  };
  refused("\"load_percent\": 50", "\"load_percent\": 101", "/load_percent: expected a share from 0 to 100, found 101");
  refused("\"load_percent\": 50", "\"load_percent\": -1", "/load_percent: expected a share from 0 to 100");
  refused("\"order\": \"ascending\"", "\"order\": \"backwards\"", "/order: expected ascending or halves in turns");
  refused("\"at_most_bytes\": 57344", "\"at_most_bytes\": 4096", "/at_most_bytes: expected at least size_bytes");
  refused("\"line_bytes\": 96", "\"line_bytes\": 0", "/line_bytes: expected a number above zero");
  refused("\"method\": \"latency\"", "\"method\": \"guess\"", "/method: expected latency or bandwidth");
}

TEST_CASE("the rounds of an estimate are read back, and older files do not have them", "[analysis][json]") {
  MachineModel model = example::machine();
  model.core_kinds.at(0).clock.rounds = 8;
  const auto again = parse_machine(to_json(model), "m.json");
  REQUIRE(again);
  CHECK(again->core_kinds.at(0).clock.rounds == 8);
  model.core_kinds.at(0).clock.rounds = 0;
  const std::string older = to_json(model);
  const auto read = parse_machine(older, "m.json");
  REQUIRE(read);
  CHECK(read->core_kinds.at(0).clock.rounds == 0);
  CHECK(to_json(*read) == older);
}

TEST_CASE("text that is not JSON is refused with the byte, in one line", "[analysis][json]") {
  const std::string text = to_json(example::machine());
  for (const std::string& broken : {std::string(), std::string("{\n\"schema\": \n"), text.substr(0, text.size() / 2),
                                    std::string("{\"schema\": \"cachebound.machine/1\", \"core_kinds\": [1e999]}"),
                                    std::string("\xff\xfe\n\x00x", 5)}) {
    const auto result = parse_machine(broken, "dir/m.json");
    REQUIRE_FALSE(result);
    CHECK(result.error().reason == Reason::malformed);
    CHECK(mentions(result.error(), "dir/m.json: "));
    CHECK(one_line(result.error()));
  }
  CHECK(mentions(parse_machine("{\"schema\"; 1}", "m.json").error(), "at byte 10"));
}

TEST_CASE("no truncation of a document is read as a whole one", "[analysis][json]") {
  const std::string text = to_json(example::predictions());
  for (std::size_t size = 0; size + 2 < text.size(); size += 97)
    CHECK_FALSE(parse_predictions(text.substr(0, size), "p"));
}
