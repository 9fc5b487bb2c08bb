// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/access_form.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cachebound::analysis {

std::string_view mnemonic_of(std::string_view form) { return form.substr(0, form.find(' ')); }

std::string_view operands_of(std::string_view form) {
  const std::size_t space = form.find(' ');
  return space == std::string_view::npos ? std::string_view() : form.substr(space + 1);
}

int bytes_per_execution(Direction direction, const FormCount& count) {
  constexpr std::int64_t most = 256;  // ld4 of SVE, sixteen registers of a list: all less
  const std::int64_t bytes = direction == Direction::load ? count.read_bytes : count.write_bytes;
  if (count.executed <= 0 || bytes % count.executed != 0 || bytes / count.executed > most) return 0;
  return static_cast<int>(bytes / count.executed);
}

std::string with_bits(std::string_view kind, int bytes) { return fmt::format("{}{}", kind, 8 * bytes); }

AccessForm access_form(std::string_view target, Direction direction, const FormCount& count) {
  AccessForm form = target == "x86_64"    ? x86_64_form(direction, count)
                    : target == "aarch64" ? aarch64_form(direction, count)
                                          : arm_form(direction, count);
  if (direction == Direction::store) form.probe.clear();
  return form;
}

double accesses(const AccessForm& form, Direction direction, const FormCount& count) {
  const auto bytes = static_cast<double>(direction == Direction::load ? count.read_bytes : count.write_bytes);
  return form.bytes > 0 ? bytes / form.bytes : static_cast<double>(count.executed);
}

}  // namespace cachebound::analysis
