// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/access_form.hpp"

#include <string>

#include "catch_compat.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

struct Case {
  const char* form;
  int bytes;  ///< of one execution
  const char* name;
  const char* probe;
};

void check_loads(const char* target, std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    INFO(target << ": " << c.form);
    const FormCount count{.form = c.form, .executed = 10, .read_bytes = 10 * c.bytes};
    const AccessForm form = access_form(target, Direction::load, count);
    CHECK(form.name == c.name);
    CHECK(form.probe == c.probe);
    CHECK(accesses(form, Direction::load, count) == 10.0);
  }
}

}  // namespace

TEST_CASE("loads of x86-64 are told apart by register, width and shape", "[analysis][trace]") {
  check_loads("x86_64", {{"movl [],r", 4, "int32", "loads_scalar"},
                         {"addq [],r", 8, "int64", "loads_scalar"},
                         {"movzbl [],r", 1, "int8", "loads_scalar"},
                         {"retq", 8, "int64", "loads_scalar"},
                         {"vmovss [],xmm", 4, "vec32", "loads_avx2_xmm"},
                         {"vmovups [],xmm", 16, "vec128", "loads_avx2_xmm"},
                         {"vmovups [],ymm", 32, "vec256", "loads_avx2"},
                         {"vfmadd231ps [],ymm,ymm", 32, "vec256", "loads_avx2"},
                         {"vmovups [],zmm", 64, "vec512", "loads_avx512"},
                         {"vbroadcastss [],ymm", 4, "broadcast32", "loads_avx2_broadcast"},
                         {"vgatherdps ymm,[],ymm", 32, "gather", "loads_avx2_gather"},
                         {"vinsertps ,[],xmm,xmm", 4, "lane32", ""},
                         {"movhps [],xmm", 8, "lane64", ""},
                         {"xrstor []", 200, "other", ""},
                         {"rep movsq[],[]", 8, "other", ""}});
}

TEST_CASE("loads of aarch64 are told apart by register, width and shape", "[analysis][trace]") {
  check_loads("aarch64", {{"ldr w,[]", 4, "int32", "loads_neon_ldrx"},
                          {"ldrb w,[]", 1, "int8", "loads_neon_ldrx"},
                          {"ldur x,[]", 8, "int64", "loads_neon_ldrx"},
                          {"ldr s,[]", 4, "vec32", "loads_neon_ldrd"},
                          {"ldr d,[]", 8, "vec64", "loads_neon_ldrd"},
                          {"ldr q,[]", 16, "vec128", "loads_neon_ldrq"},
                          {"ldp q,q,[]", 32, "pair_vec128", "loads_neon_ldpq"},
                          {"ldp d,d,[]", 16, "pair_vec64", ""},
                          {"ldp x,x,[]", 16, "pair_int64", "loads_neon_ldpx"},
                          {"ld1 {v.4s},[]", 16, "list128", "loads_neon_ld1"},
                          {"ld1 {v.4s,v.4s},[]", 32, "list256", ""},
                          {"ld1r {v.4s},[]", 4, "broadcast32", "loads_neon_ld1r"},
                          {"ld1 {v.s}[i],[]", 4, "lane32", ""},
                          {"ldaxr x,[]", 8, "other", ""}});
}

TEST_CASE("loads of 32-bit Arm are told apart by register, width and shape", "[analysis][trace]") {
  check_loads("arm", {{"ldr r,[]", 4, "int32", "loads_scalar_ldr"},
                      {"ldrls r,[]", 4, "int32", "loads_scalar_ldr"},
                      {"ldrhi r,[]", 4, "int32", "loads_scalar_ldr"},
                      {"ldrh r,[]", 2, "int16", "loads_scalar_ldr"},
                      {"ldrsb r,[]", 1, "int8", "loads_scalar_ldr"},
                      {"ldrbne r,[]", 1, "int8", "loads_scalar_ldr"},
                      {"ldrd r,r,[]", 8, "pair_int32", "loads_scalar_ldrd"},
                      {"vldr s,[]", 4, "vec32", "loads_neon_vldr_s"},
                      {"vldr d,[]", 8, "vec64", "loads_neon_vldr_d"},
                      {"vld1.32 {d},[]", 8, "list64", "loads_neon_vld1_x1"},
                      {"vld1.32 {d,d},[]", 16, "list128", "loads_neon_vld1_x2"},
                      {"vld1.8 {d,d,d,d},[]", 32, "list256", "loads_neon_vld1_x4"},
                      {"vld1.32 {d[],d[]},[]", 4, "broadcast32", "loads_neon_vld1_all"},
                      {"vld1.32 {d[i]},[]", 4, "lane32", ""},
                      {"pop {r,r,r}", 12, "list96", ""},
                      {"vldmia r!,{d,d}", 16, "list128", ""}});
}

TEST_CASE("an instruction whose condition failed asked for nothing", "[analysis][trace]") {
  const FormCount count{.form = "ldrne r,[]", .executed = 100, .read_bytes = 4 * 30};
  CHECK(accesses(access_form("arm", Direction::load, count), Direction::load, count) == 30.0);
}

TEST_CASE("a store has no load slot", "[analysis][trace]") {
  const FormCount count{.form = "stp q,q,[]", .executed = 5, .write_bytes = 5 * 32};
  const AccessForm form = access_form("aarch64", Direction::store, count);
  CHECK(form.name == "pair_vec128");
  CHECK(form.probe.empty());
}
