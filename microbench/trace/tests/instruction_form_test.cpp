// SPDX-License-Identifier: Apache-2.0
#include "microbench/trace/plugin/instruction_form.h"

#include <array>
#include <string>

#include "catch_compat.hpp"

namespace {

std::string form(const char* assembly) {
  std::array<char, form_length> out{};
  instruction_form(assembly, out.data());
  return out.data();
}

}  // namespace

TEST_CASE("the form of an instruction is what matters to a load slot", "[trace][form]") {
  // aarch64, as capstone writes it
  CHECK(form("ldp q0, q1, [x3, #0x20]") == "ldp q,q,[]");
  CHECK(form("ldp q4, q5, [x3], #0x40") == "ldp q,q,[]");
  CHECK(form("ldr x9, [sp, #-0x10]!") == "ldr x,[]");
  CHECK(form("stp xzr, x1, [x0]") == "stp x,x,[]");
  CHECK(form("ld1 {v0.4s, v1.4s}, [x0], #32") == "ld1 {v.4s,v.4s},[]");
  CHECK(form("ld1 {v0.16b}, [x0]") == "ld1 {v.16b},[]");
  CHECK(form("ld1r {v12.4s}, [x1]") == "ld1r {v.4s},[]");
  CHECK(form("ld1 {v3.s}[2], [x1]") == "ld1 {v.s}[i],[]");
  // arm
  CHECK(form("vld1.32 {d16, d17}, [r1]!") == "vld1.32 {d,d},[]");
  CHECK(form("vld1.32 {d0[1]}, [r1]") == "vld1.32 {d[i]},[]");
  CHECK(form("vld1.32 {d0[], d1[]}, [r1]") == "vld1.32 {d[],d[]},[]");
  CHECK(form("pop {r4, r5, ip, pc}") == "pop {r,r,r,r}");
  CHECK(form("ldm r0!, {r2, lr}") == "ldm r!,{r,r}");
  CHECK(form("ldr r3, [pc, #0x4c]") == "ldr r,[]");
  CHECK(form("vldr s15, [r3]") == "vldr s,[]");
  // x86, AT&T syntax
  CHECK(form("vmovups 8(%rax, %rcx, 4), %ymm10") == "vmovups [],ymm");
  CHECK(form("vmovups %ymm0, -0x20(%rdi)") == "vmovups ymm,[]");
  CHECK(form("vbroadcastss 0x1c(%rsi), %ymm3") == "vbroadcastss [],ymm");
  CHECK(form("movq %fs:0x28, %rax") == "movq fs:,r");
  CHECK(form("cmpl $-0x10, (%r8)") == "cmpl ,[]");
  CHECK(form("callq 0x401abc") == "callq ");
  CHECK(form("pushq $0x1f") == "pushq ");
  CHECK(form("retq") == "retq");
}

TEST_CASE("a form is short and needs no escape in JSON", "[trace][form]") {
  const std::string text =
      form("vp4dpwssd \"\\ {z1.s, z2.s, z3.s, z4.s, z5.s, z6.s, z7.s, z8.s, z9.s, z10.s}, p0/z, [x0]");
  CHECK(text.size() < static_cast<std::size_t>(form_length));
  CHECK(text.find_first_of("\"\\") == std::string::npos);
}
