// SPDX-License-Identifier: Apache-2.0
#include "microbench/result.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace cachebound {
namespace {

constexpr std::array<std::pair<Reason, std::string_view>, 10> reason_names{{
    {Reason::not_supported_by_cpu, "not_supported_by_cpu"},
    {Reason::not_permitted, "not_permitted"},
    {Reason::not_built, "not_built"},
    {Reason::not_found, "not_found"},
    {Reason::malformed, "malformed"},
    {Reason::unstable, "unstable"},
    {Reason::verification_failed, "verification_failed"},
    {Reason::interrupted, "interrupted"},
    {Reason::no_resources, "no_resources"},
    {Reason::not_applicable, "not_applicable"},
}};

}  // namespace

std::string_view to_string(Reason reason) {
  for (const auto& [value, name] : reason_names) {
    if (value == reason) return name;
  }
  return "unknown";
}

std::optional<Reason> parse_reason(std::string_view text) {
  for (const auto& [value, name] : reason_names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

void assertion_failed(const char* condition, std::source_location where) {
  std::fprintf(stderr, "cachebound: %s:%u: assertion failed: %s\n", where.file_name(), where.line(), condition);
  std::abort();
}

}  // namespace cachebound
