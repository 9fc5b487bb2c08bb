// SPDX-License-Identifier: Apache-2.0
// AArch64: only loads and stores touch memory, none is conditional, and the letter of a register is its width. The
// emulator's bytes per execution are therefore those of the instruction.
#include "analysis/trace/access_form.hpp"

namespace cachebound::analysis {
namespace {

/// "{v.4s,v.4s},[]": what is between the braces.
bool has_list(std::string_view operands) { return operands.starts_with("{"); }
bool is_lane(std::string_view operands) { return operands.find("[i]") != std::string_view::npos; }

bool in_vector_registers(std::string_view operands) {
  // The registers of the vector file by width: b, h, s, d, q; those of lists: v, z.
  return !operands.empty() && std::string_view("bhsdqvz{").find(operands.front()) != std::string_view::npos;
}

bool is_pair(std::string_view mnemonic) {
  return mnemonic.starts_with("ldp") || mnemonic.starts_with("stp") || mnemonic.starts_with("ldnp") ||
         mnemonic.starts_with("stnp");
}

/// An atomic operation reads and writes at once, and is no load of a load slot.
bool is_plain(std::string_view mnemonic) {
  return mnemonic.starts_with("ldr") || mnemonic.starts_with("ldur") || mnemonic.starts_with("str") ||
         mnemonic.starts_with("stur");
}

AccessForm list_form(std::string_view mnemonic, std::string_view operands, int bytes) {
  if (is_lane(operands)) return {with_bits("lane", bytes), "", bytes};
  const bool replicates = mnemonic.starts_with("ld") && mnemonic.find('r', 2) != std::string_view::npos;
  if (replicates) return {with_bits("broadcast", bytes), mnemonic == "ld1r" ? "loads_neon_ld1r" : "", bytes};
  return {with_bits("list", bytes), mnemonic == "ld1" && bytes == 16 ? "loads_neon_ld1" : "", bytes};
}

}  // namespace

AccessForm aarch64_form(Direction direction, const FormCount& count) {
  const std::string_view mnemonic = mnemonic_of(count.form);
  const std::string_view operands = operands_of(count.form);
  const int bytes = bytes_per_execution(direction, count);
  if (bytes == 0) return {"other", "", 0};
  if (has_list(operands)) return list_form(mnemonic, operands, bytes);
  const bool vector = in_vector_registers(operands);
  if (is_pair(mnemonic)) {
    const int each = bytes / 2;
    const std::string_view probe = vector ? (each == 16 ? "loads_neon_ldpq" : "") : "loads_neon_ldpx";
    return {with_bits(vector ? "pair_vec" : "pair_int", each), std::string(probe), bytes};
  }
  if (!is_plain(mnemonic) || bytes > 16) return {"other", "", bytes};
  if (!vector) return {with_bits("int", bytes), "loads_neon_ldrx", bytes};
  return {with_bits("vec", bytes), bytes == 16 ? "loads_neon_ldrq" : "loads_neon_ldrd", bytes};
}

}  // namespace cachebound::analysis
