// SPDX-License-Identifier: Apache-2.0
// 64-bit x86: an operand in memory is a load of that instruction, whatever it computes, and no execution is
// conditional, so bytes per execution are exact. Registers tell what the rest is.
#include "analysis/trace/access_form.hpp"

namespace cachebound::analysis {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Half a register, or one element of it, the rest unchanged: these need a shuffle beside the load.
bool is_lane(std::string_view mnemonic) {
  return has(mnemonic, "pinsr") || has(mnemonic, "insertps") || has(mnemonic, "movhp") || has(mnemonic, "movlp") ||
         has(mnemonic, "pextr") || has(mnemonic, "extractps") || has(mnemonic, "vinsertf128") ||
         has(mnemonic, "vinserti128") || has(mnemonic, "vextract");
}

/// A string instruction repeats itself: one execution, any number of accesses.
bool is_repeated(std::string_view mnemonic) { return mnemonic.starts_with("rep"); }

std::string_view vector_probe(int bytes) {
  if (bytes == 64) return "loads_avx512";
  return bytes == 32 ? "loads_avx2" : "loads_avx2_xmm";
}

}  // namespace

AccessForm x86_64_form(Direction direction, const FormCount& count) {
  const std::string_view mnemonic = mnemonic_of(count.form);
  const std::string_view operands = operands_of(count.form);
  const int bytes = bytes_per_execution(direction, count);
  if (bytes == 0 || is_repeated(mnemonic)) return {"other", "", 0};
  if (has(mnemonic, "gather")) return {"gather", "loads_avx2_gather", bytes};
  if (!has(operands, "mm")) {
    if (bytes > 8) return {"other", "", bytes};  // xsave, fxrstor, cmpxchg16b
    return {with_bits("int", bytes), "loads_scalar", bytes};
  }
  if (has(mnemonic, "broadcast") || has(mnemonic, "movddup")) {
    return {with_bits("broadcast", bytes), "loads_avx2_broadcast", bytes};
  }
  if (is_lane(mnemonic)) return {with_bits("lane", bytes), "", bytes};
  return {with_bits("vec", bytes), std::string(vector_probe(bytes)), bytes};
}

}  // namespace cachebound::analysis
