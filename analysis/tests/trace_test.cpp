// SPDX-License-Identifier: Apache-2.0
// From what the plugin wrote to what one call did, and from there into measurements.
#include <string>

#include "analysis/trace/apply_trace.hpp"
#include "analysis/trace/modelled_caches.hpp"
#include "analysis/trace/traced_call.hpp"
#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

const std::vector<Cache> caches{
    {.level = Level::l1, .size = kibibytes(32), .ways = 4, .line_bytes = 64, .source = "stated"},
    {.level = Level::l2, .size = mebibytes(1), .ways = 16, .line_bytes = 64, .source = "stated"}};

/// Two calls of 1000 instructions, 640 bytes read by ten "ldp q", 64 written by four "str q", beside marks that cost 7.
Executed executed() {
  const FormCount mark{.form = "ldr x,[]", .executed = 2, .read_bytes = 16};
  ExecutedWindow first;
  first.caches.resize(2);
  ExecutedWindow two{.instructions = 2007,
                     .read_bytes = 2 * 640 + 16,
                     .write_bytes = 2 * 64,
                     .forms = {mark,
                               {.form = "ldp q,q,[]", .executed = 40, .read_bytes = 2 * 640},
                               {.form = "str q,[]", .executed = 8, .write_bytes = 2 * 64}},
                     .caches = {{.refills = 21, .write_backs = 4}, {.refills = 6, .write_backs = 2}}};
  ExecutedWindow marks{
      .instructions = 7, .read_bytes = 16, .write_bytes = 0, .forms = {mark}, .caches = {{.refills = 1}, {}}};
  return {.target = "aarch64", .threads = 1, .marks = 4, .windows = {first, two, marks}};
}

TraceTable trace_of(const OperatorMeasurement& m, const TracedCall& call) {
  TraceTable table;
  table.caches = caches;
  TraceRow row;
  row.op = case_of(m);
  row.implementation = m.implementation;
  row.verified = true;
  row.call = call;
  table.rows = {row};
  return table;
}

const Traffic* at(const OperatorMeasurement& m, Level level) {
  for (const Traffic& t : m.traffic)
    if (t.level == level) return &t;
  return nullptr;
}

}  // namespace

TEST_CASE("one call is half of two, less what the marks cost", "[analysis][trace]") {
  const auto call = traced_call(executed(), caches);
  REQUIRE(call);
  CHECK(call->instructions == 1000.0);
  REQUIRE(call->traffic.size() == 3);
  CHECK(call->traffic[0] == Traffic{Level::l1, {640.0}, {64.0}, TrafficSource::traced});
  CHECK(call->traffic[1] == Traffic{Level::l2, {10.0 * 64}, {2.0 * 64}, TrafficSource::traced});
  CHECK(call->traffic[2] == Traffic{Level::dram, {3.0 * 64}, {64.0}, TrafficSource::traced});
  REQUIRE(call->loads.size() == 1);
  CHECK(call->loads[0] == AccessCount{"pair_vec128", "loads_neon_ldpq", 20.0, {640.0}});
  REQUIRE(call->stores.size() == 1);
  CHECK(call->stores[0] == AccessCount{"vec128", "", 4.0, {64.0}});
  REQUIRE(call->forms.size() == 2);
  CHECK(call->forms[0].form == "ldp q,q,[]");
}

TEST_CASE("a trace of a program that ended early, or of two threads, is refused", "[analysis][trace]") {
  Executed early = executed();
  early.windows.pop_back();
  CHECK(traced_call(early, caches).error().detail.find("ended before") != std::string::npos);
  Executed threads = executed();
  threads.threads = 2;
  CHECK(traced_call(threads, caches).error().detail.find("the program ran 2 threads, and a trace is of one") !=
        std::string::npos);
  CHECK_FALSE(traced_call(executed(), {}));
}

TEST_CASE("what the plugin writes is read, and what it does not is refused by its place", "[analysis][trace]") {
  const auto read = parse_executed(
      R"({"schema":"cachebound.memcount/1","target":"arm","windows":[{"instructions":5,"read_bytes":4,"write_bytes":0,)"
      R"("forms":[{"form":"ldr r,[]","executed":1,"read_bytes":4,"write_bytes":0}],"caches":[]}],"threads":1,"marks":0})",
      "counts");
  REQUIRE(read);
  CHECK(read->windows.at(0).forms.at(0) == FormCount{"ldr r,[]", 1, 4, 0});
  const auto cut = parse_executed(R"({"schema":"cachebound.memcount/1","target":"arm","windows":[)", "counts");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().detail.find("counts: at byte") == 0);
}

TEST_CASE("a trace of the same code replaces modelled traffic", "[analysis][trace]") {
  OperatorMeasurement m = example::gemm("tiled", Isa::avx512, 11e-6);
  m.traffic = {{Level::l1, {1}, {1}, TrafficSource::modelled}};
  const TraceTable trace = trace_of(m, traced_call(executed(), caches).value());
  std::vector<OperatorMeasurement> rows{m};
  apply_trace(trace, {{Level::l1, kibibytes(32)}, {Level::l2, mebibytes(1)}}, rows);
  REQUIRE(at(rows[0], Level::l1) != nullptr);
  CHECK(at(rows[0], Level::l1)->source == TrafficSource::traced);
  CHECK(at(rows[0], Level::l1)->read == Bytes{640.0});
  CHECK(at(rows[0], Level::l2)->written == Bytes{128.0});
  CHECK(at(rows[0], Level::dram)->read == Bytes{192.0});
  CHECK(rows[0].loads.size() == 1);

  SECTION("beyond L1 only where the modelled caches are the machine's") {
    std::vector<OperatorMeasurement> other{m};
    apply_trace(trace, {{Level::l1, kibibytes(32)}, {Level::l2, kibibytes(512)}}, other);
    CHECK(at(other[0], Level::l2) != nullptr);
    CHECK(at(other[0], Level::dram) == nullptr);
    std::vector<OperatorMeasurement> unknown{m};
    apply_trace(trace, nullptr, -1, unknown);
    CHECK(at(unknown[0], Level::l1)->source == TrafficSource::traced);
    CHECK(at(unknown[0], Level::l2) == nullptr);
  }
  SECTION("a cold call executes the same, and finds other caches") {
    std::vector<OperatorMeasurement> cold{m};
    cold[0].id += "/cache:cold-all";
    cold[0].cache = CacheState::cold_all;
    apply_trace(trace, {{Level::l1, kibibytes(32)}, {Level::l2, mebibytes(1)}}, cold);
    CHECK(at(cold[0], Level::l1)->source == TrafficSource::traced);
    CHECK(at(cold[0], Level::l2) == nullptr);
  }
  SECTION("a team was not traced") {
    std::vector<OperatorMeasurement> team{m};
    team[0].threads = 2;
    apply_trace(trace, {}, team);
    CHECK(at(team[0], Level::l1)->source == TrafficSource::modelled);
  }
  SECTION("what was counted stays") {
    std::vector<OperatorMeasurement> counted{m};
    counted[0].traffic = {{Level::l1, {5}, {5}, TrafficSource::counted}};
    apply_trace(trace, {}, counted);
    CHECK(at(counted[0], Level::l1)->read == Bytes{5});
  }
  SECTION("other code under the same id does not, and the row says so") {
    std::vector<OperatorMeasurement> other{m, m, m};
    other[0].isa = Isa::avx2;
    other[1].implementation = "another kernel";
    other[2].blocking = GemmBlocking{6, 16, 96, 512, 256, 32};
    apply_trace(trace, {}, other);
    for (const OperatorMeasurement& row : other) {
      CHECK(at(row, Level::l1)->source == TrafficSource::modelled);
      REQUIRE(row.notes.size() == 1);
      CHECK(row.notes[0].find("the trace of this row does not apply") == 0);
    }
  }
}

TEST_CASE("modelled caches have the measured size and the stated ways", "[analysis][trace]") {
  const ModelledCaches stated = modelled_caches(caches, {});
  CHECK(stated.caches == caches);
  CHECK(stated.missing.empty());
  const ModelledCaches measured = modelled_caches(caches, {{Level::l1, kibibytes(32)}, {Level::l2, kibibytes(700.5)}});
  REQUIRE(measured.caches.size() == 2);
  CHECK(measured.caches[1].size == kibibytes(700));  // whole sets
  CHECK(measured.caches[1].source == "measured");
  CHECK(is_size_of(measured.caches[1], kibibytes(700.5)));
  std::vector<Cache> silent = caches;
  silent[1].ways = 0;
  CHECK(modelled_caches(silent, {}).caches.size() == 1);
  CHECK(modelled_caches(silent, {}).missing.find("L2") != std::string::npos);
  CHECK(modelled_caches(std::vector<Cache>{}, {}).missing == "no cache size is known");
}

TEST_CASE("a trace survives its file", "[analysis][trace]") {
  const TraceTable before = example::trace();
  const auto after = parse_trace(to_json(before), "trace.json");
  REQUIRE(after);
  CHECK(to_json(*after) == to_json(before));
  REQUIRE(after->rows.size() == 2);
  CHECK(after->rows[0].call == before.rows[0].call);
  CHECK(after->rows[1].error == before.rows[1].error);
}
