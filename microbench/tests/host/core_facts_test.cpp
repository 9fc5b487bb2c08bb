// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/core_facts.hpp"

#include <set>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

const std::string good = R"(id = "core"
name = "A core"
[match]
implementer = 0x41
parts = [0xd08, 0xd09]
[expect]
l1d_kib = [32]
[sources]
bench = {tag = "measured", text = "a program"}
trm = {tag = "manual", text = "a manual, 6.1"}
llvm = {tag = "model", text = "a compiler"}
[datasheet.operations_per_cycle]
fma_f32_neon = {value = 8, source = "bench", says = "1.00 per cycle"}
dot_i8_neon_dotprod = {value = 64, source = "llvm"}
[datasheet.l1_read_bytes_per_cycle]
neon = {value = 16, source = "trm"}
[datasheet.l1_write_bytes_per_cycle]
neon = {value = 8, source = "bench"}
[datasheet.loads_per_cycle]
scalar = {value = 1, source = "bench"}
neon = {value = 0.5, source = "bench"}
[datasheet.accumulator_latency_cycles]
fma_f32_neon = {value = 3, source = "bench"}
[datasheet.load_latency_cycles]
L1 = {value = 4, source = "bench"}
L2 = {value = 19, highest = 21, source = "bench"}
)";

std::string mistake(std::string text, const std::string& part, const std::string& replacement) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  text.replace(at, part.size(), replacement);
  const auto facts = parse_core_facts(text, "cores/x.toml");
  REQUIRE_FALSE(facts.has_value());
  CHECK(facts.error().reason == Reason::malformed);
  CHECK(facts.error().detail.find('\n') == std::string::npos);
  return facts.error().detail;
}

}  // namespace

TEST_CASE("a core file gives figures with their tag and source", "[host][cores]") {
  const auto facts = parse_core_facts(good, "cores/x.toml");
  if (!facts) FAIL(facts.error().detail);
  CHECK(facts->id == "core");
  CHECK(facts->parts == std::vector<int>{0xd08, 0xd09});
  CHECK(facts->expect.l1d_sizes == std::vector<Bytes>{kibibytes(32)});
  const DatasheetFacts& datasheet = facts->datasheet;
  const auto figure = [](double value, FigureTag tag, const std::string& source) {
    return Figure{.value = value, .highest = std::nullopt, .tag = tag, .source = source};
  };
  CHECK(datasheet.limit("fma", DType::f32, Isa::neon) == figure(8, FigureTag::measured, "a program: 1.00 per cycle"));
  CHECK(datasheet.limit("dot", DType::i8, Isa::neon_dotprod) == figure(64, FigureTag::model, "a compiler"));
  CHECK(datasheet.l1_read(Isa::neon) == figure(16, FigureTag::manual, "a manual, 6.1"));
  CHECK(datasheet.l1_write(Isa::neon)->value == 8);
  CHECK(datasheet.loads(Isa::scalar)->value == 1);
  CHECK(datasheet.loads(Isa::neon)->value == 0.5);
  CHECK(datasheet.accumulator_latency("fma", DType::f32, Isa::neon)->value == 3);
  CHECK(datasheet.load_latency(Level::l1)->value == 4);
  CHECK_FALSE(datasheet.load_latency(Level::l1)->highest.has_value());
  CHECK(datasheet.load_latency(Level::l2)->highest == 21);
}

TEST_CASE("nothing is inferred: another set, type, operation or level has no figure", "[host][cores]") {
  const DatasheetFacts datasheet = parse_core_facts(good, "cores/x.toml").value().datasheet;
  CHECK_FALSE(datasheet.limit("fma", DType::f32, Isa::neon_vfpv4).has_value());
  CHECK_FALSE(datasheet.limit("fma", DType::f64, Isa::neon).has_value());
  CHECK_FALSE(datasheet.limit("mul", DType::f32, Isa::neon).has_value());
  CHECK_FALSE(datasheet.l1_read(Isa::sve).has_value());
  CHECK_FALSE(datasheet.l1_write(Isa::scalar).has_value());
  CHECK_FALSE(datasheet.loads(Isa::sve).has_value());
  CHECK_FALSE(datasheet.load_latency(Level::l3).has_value());
}

TEST_CASE("what only a model says is no limit", "[host][cores]") {
  const DatasheetFacts datasheet = parse_core_facts(good, "cores/x.toml").value().datasheet;
  CHECK(is_limit(*datasheet.limit("fma", DType::f32, Isa::neon)));
  CHECK(is_limit(*datasheet.l1_read(Isa::neon)));
  CHECK_FALSE(is_limit(*datasheet.limit("dot", DType::i8, Isa::neon_dotprod)));
}

TEST_CASE("a mistake in a core file is one line with file, place and the nearest name", "[host][cores]") {
  const auto says = [](const std::string& part, const std::string& replacement, const std::string& expected) {
    const std::string detail = mistake(good, part, replacement);
    INFO(detail);
    CHECK(detail.find(expected) != std::string::npos);
  };
  CHECK(mistake(good, "id = \"core\"", "id = 7").starts_with("cores/x.toml:1:"));
  CHECK(mistake(good, "parts = [0xd08, 0xd09]", "parts = 8").starts_with("cores/x.toml:5:"));
  CHECK(mistake(good, "[expect]", "[expect").starts_with("cores/x.toml:6:"));
  CHECK(mistake(good, "fma_f32_neon = {", "fam_f32_neon = {").starts_with("cores/x.toml:13:1: "));
  says("0xd09", "-1", "whole numbers");
  says("implementer = 0x41", "", "either implementer and parts");
  says("l1d_kib", "l1d_kb", "unknown key 'l1d_kb' in [expect], the nearest known one is 'l1d_kib'");
  says("[match]", "[natch]", "unknown key 'natch' in the file, the nearest known one is 'match'");
  says("datasheet.loads_per_cycle", "datasheet.load_per_cycle",
       "unknown key 'load_per_cycle' in [datasheet], the nearest known one is 'loads_per_cycle'");

  says("fma_f32_neon = {", "fam_f32_neon = {",
       "unknown operation 'fam' in 'fam_f32_neon', which reads <operation>_<dtype>_<isa>, the nearest known one is "
       "'fma'");
  says("fma_f32_neon = {", "fma_f23_neon = {", "unknown data type 'f23'");
  says("fma_f32_neon = {", "fma_f32 = {", "unknown instruction set ''");
  says("fma_f32_neon = {", "fma = {", "unknown data type ''");
  says("dot_i8_neon_dotprod", "dot_i8_neon_dotprot",
       "unknown instruction set 'neon_dotprot' in 'dot_i8_neon_dotprot', which reads <operation>_<dtype>_<isa>, the "
       "nearest known one is 'neon_dotprod'");
  says("neon = {value = 16", "noen = {value = 16", "unknown instruction set 'noen', the nearest known one is 'neon'");
  says("L2 = {", "L4 = {", "unknown level 'L4', the nearest known one is");

  says("value = 8, source = \"bench\", says", "value = \"8\", source = \"bench\", says", "number above zero");
  says("value = 8, source = \"bench\", says", "value = -8, source = \"bench\", says", "number above zero");
  says("value = 8, source = \"bench\", says", "source = \"bench\", says",
       "expected a number 'value' in figure 'fma_f32_neon', it is missing");
  says("source = \"bench\", says", "says", "expected a string 'source', it is missing");
  says("source = \"bench\", says", "source = \"bensh\", says",
       "unknown source 'bensh' in figure 'fma_f32_neon', the nearest of [sources] is 'bench'");
  says("says = ", "say = ", "unknown key 'say' in figure 'fma_f32_neon', the nearest known one is 'says'");
  says("value = 0.5,", "value = 0.5, highest = 1,", "unknown key 'highest' in figure 'neon'");
  says("highest = 21", "highest = 18", "expected 'highest' to be above 'value'");
  says("fma_f32_neon = {value = 8, source = \"bench\", says = \"1.00 per cycle\"}", "fma_f32_neon = 8",
       "expected 'fma_f32_neon' to be a table");

  says("tag = \"manual\"", "tag = \"manul\"", "unknown tag 'manul' in source 'trm', the nearest known one is 'manual'");
  says("tag = \"manual\", ", "", "expected a string 'tag', it is missing");
  says("text = \"a program\"", "txet = \"a program\"", "unknown key 'txet' in source 'bench'");
}

TEST_CASE("a folder of core files is read whole, or not at all", "[host][cores]") {
  FakeFileSystem files;
  files.add("/cores/a.toml", good).add("/cores/notes.md", "not ours");
  CHECK(load_core_facts(files, "/cores").value().size() == 1);
  files.add("/cores/b.toml", "id = ");
  const auto broken = load_core_facts(files, "/cores");
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().detail.starts_with("/cores/b.toml:1:"));
  CHECK_FALSE(load_core_facts(files, "/nowhere").has_value());
}

TEST_CASE("the core files within the program are those of configs/cores, and unambiguous", "[host][cores]") {
  const auto built_in = built_in_core_facts();
  if (!built_in) FAIL(built_in.error().detail);
  const auto on_disk = load_core_facts(RootedFileSystem(CACHEBOUND_SOURCE_DIR), "/configs/cores");
  if (!on_disk) FAIL(on_disk.error().detail);
  CHECK(built_in->size() == on_disk->size());
  std::set<std::string> ids;
  std::set<std::string> matches;
  for (const CoreFacts& core : *built_in) {
    CHECK(ids.insert(core.id).second);
    CHECK(core.file == "configs/cores/" + core.id + ".toml");
    for (const int part : core.parts)
      CHECK(matches.insert(std::to_string(*core.implementer) + "/" + std::to_string(part)).second);
    for (const int model : core.models) {
      CHECK(matches.insert(core.vendor + std::to_string(*core.family) + "/" + std::to_string(model)).second);
    }
  }
}

TEST_CASE("a wider set of a core does no less per cycle than a narrower one", "[host][cores]") {
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  for (const CoreFacts& core : *table) {
    const DatasheetFacts& facts = core.datasheet;
    INFO(core.id);
    for (const DType dtype : {DType::f32, DType::f64}) {
      const auto wide = facts.limit("fma", dtype, Isa::avx512);
      const auto narrow = facts.limit("fma", dtype, Isa::avx2);
      if (wide && narrow) CHECK(wide->value >= narrow->value);
    }
    const auto wide = facts.l1_read(Isa::avx512);
    const auto narrow = facts.l1_read(Isa::avx2);
    if (wide && narrow) CHECK(wide->value >= narrow->value);
  }
}

TEST_CASE("bytes read per cycle are loads per cycle of whole registers", "[host][cores]") {
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  for (const CoreFacts& core : *table) {
    INFO(core.id);
    for (const auto& [isa, figure] : core.datasheet.loads_per_cycle) {
      const auto bytes = core.datasheet.l1_read(isa);
      if (bytes) CHECK(figure.value * vector_bytes(isa) == bytes->value);
    }
  }
}

TEST_CASE("a core without a file has no datasheet figures", "[host][cores]") {
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  CoreKind kind;
  kind.id = "x86-family6-model1";
  kind.x86 = X86Identity{.vendor = "GenuineIntel", .family = 6, .model = 1, .stepping = 0};
  CHECK(find_core(*table, kind) == nullptr);
  CHECK_FALSE(datasheet_facts(*table, kind, {}).has_value());
}
