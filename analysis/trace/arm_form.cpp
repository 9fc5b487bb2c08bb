// SPDX-License-Identifier: Apache-2.0
// 32-bit Arm: nearly every instruction may be conditional and then ask for nothing, so the bytes of one are read from
// its text, and how many asked for them follows from the bytes that moved.
#include <algorithm>
#include <charconv>

#include "analysis/trace/access_form.hpp"

namespace cachebound::analysis {
namespace {

bool starts(std::string_view text, std::string_view with) { return text.starts_with(with); }

/// Registers of a list: "{r,r,r}", "{d,d}".
int registers(std::string_view operands) {
  const std::size_t open = operands.find('{');
  const std::size_t close = operands.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos) return 0;
  const std::string_view list = operands.substr(open, close - open);
  return 1 + static_cast<int>(std::count(list.begin(), list.end(), ','));
}

/// "vld1.32": 4 bytes of an element; 0 where no size stands.
int element_bytes(std::string_view mnemonic) {
  const std::size_t dot = mnemonic.find('.');
  int bits = 0;
  if (dot != std::string_view::npos) {
    std::from_chars(mnemonic.data() + dot + 1, mnemonic.data() + mnemonic.size(), bits);
  }
  return bits / 8;
}

AccessForm element_form(std::string_view mnemonic, std::string_view operands) {
  const int ways = mnemonic.size() > 3 ? mnemonic[3] - '0' : 1;  // vld1 to vld4
  const int element = element_bytes(mnemonic) * ways;
  if (operands.find("[i]") != std::string_view::npos) return {with_bits("lane", element), "", element};
  if (operands.find("d[]") != std::string_view::npos) {
    return {with_bits("broadcast", element), ways == 1 ? "loads_neon_vld1_all" : "", element};
  }
  const int bytes = 8 * registers(operands);
  const std::string_view probe = ways != 1     ? ""
                                 : bytes == 8  ? "loads_neon_vld1_x1"
                                 : bytes == 16 ? "loads_neon_vld1_x2"
                                 : bytes == 32 ? "loads_neon_vld1_x4"
                                               : "";
  return {with_bits("list", bytes), std::string(probe), bytes};
}

AccessForm list_form(std::string_view operands, int register_bytes) {
  const int bytes = register_bytes * registers(operands);
  return {with_bits("list", bytes), "", bytes};
}

AccessForm integer_form(std::string_view mnemonic) {
  // ldr, ldrb, ldrh, ldrsb, ldrsh, ldrd, each with a condition behind it: ldrne, ldrbeq; "ldrls" is no ldrl.
  std::string_view kind = mnemonic.substr(3);
  if (starts(kind, "d")) return {"pair_int32", "loads_scalar_ldrd", 8};
  if (starts(kind, "s") && kind.size() > 1 && (kind[1] == 'b' || kind[1] == 'h')) kind.remove_prefix(1);
  const bool is_condition = starts(kind, "hi") || starts(kind, "hs");
  const int bytes = starts(kind, "b") ? 1 : starts(kind, "h") && !is_condition ? 2 : 4;
  return {with_bits("int", bytes), "loads_scalar_ldr", bytes};
}

}  // namespace

AccessForm arm_form(Direction direction, const FormCount& count) {
  const std::string_view mnemonic = mnemonic_of(count.form);
  const std::string_view operands = operands_of(count.form);
  if (starts(mnemonic, "vldr") || starts(mnemonic, "vstr")) {
    const bool single = starts(operands, "s");
    return {single ? "vec32" : "vec64", single ? "loads_neon_vldr_s" : "loads_neon_vldr_d", single ? 4 : 8};
  }
  if (starts(mnemonic, "vldm") || starts(mnemonic, "vstm") || starts(mnemonic, "vpush") || starts(mnemonic, "vpop")) {
    return list_form(operands, operands.find("{s") != std::string_view::npos ? 4 : 8);
  }
  if (starts(mnemonic, "vld") || starts(mnemonic, "vst")) return element_form(mnemonic, operands);
  if (starts(mnemonic, "ldm") || starts(mnemonic, "stm") || starts(mnemonic, "push") || starts(mnemonic, "pop")) {
    return list_form(operands, 4);
  }
  if ((starts(mnemonic, "ldr") || starts(mnemonic, "str")) && !starts(mnemonic, "strex")) return integer_form(mnemonic);
  return {"other", "", bytes_per_execution(direction, count)};
}

}  // namespace cachebound::analysis
