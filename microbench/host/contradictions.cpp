// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// The most that a maker ever put beside one core: 32 MiB (AMD EPYC 72F3 and 9175F: one active core per 32 MiB).
constexpr double largest_l3_per_core = 32.0 * 1024.0 * 1024.0;

const Cache* cache_at(const std::vector<Cache>& caches, Level level) {
  const auto found = std::find_if(caches.begin(), caches.end(), [&](const Cache& c) { return c.level == level; });
  return found == caches.end() ? nullptr : &*found;
}

std::string size_list(const std::vector<Bytes>& sizes) {
  std::string text;
  for (const Bytes size : sizes) text += (text.empty() ? "" : " or ") + format_size(size);
  return text;
}

void check_size(const char* what, const std::vector<Bytes>& made, const Cache* cache, std::vector<std::string>& signs) {
  if (cache == nullptr || made.empty() || std::find(made.begin(), made.end(), cache->size) != made.end()) return;
  signs.push_back(fmt::format("{} is {}, this core has {}", what, format_size(cache->size), size_list(made)));
}

std::string identity_text(const CoreKind& kind) {
  if (kind.x86) return fmt::format("CPUID family {} model {:#x}", kind.x86->family, kind.x86->model);
  return fmt::format("MIDR {:#010x}", kind.midr.value_or(0));
}

}  // namespace

std::vector<Finding> identity_contradictions(const CoreFacts& claimed, const CoreKind& kind, bool virtual_machine) {
  std::vector<std::string> signs;
  const auto has = [&](const std::string& feature) {
    return std::find(kind.features.begin(), kind.features.end(), feature) != kind.features.end();
  };
  for (const std::string& feature : claimed.expect.absent) {
    if (has(feature)) signs.push_back(fmt::format("it has {}, which this core lacks", feature));
  }
  // A hypervisor may hide a feature, so its absence proves something only on the bare machine.
  for (const std::string& feature : claimed.expect.present) {
    if (!virtual_machine && !kind.features.empty() && !has(feature)) {
      signs.push_back(fmt::format("it lacks {}, which this core has", feature));
    }
  }
  check_size("L1D", claimed.expect.l1d_sizes, cache_at(kind.caches, Level::l1), signs);
  check_size("L2", claimed.expect.l2_sizes, cache_at(kind.caches, Level::l2), signs);
  if (signs.empty()) return {};
  return {Finding{.id = "cpuid-model-contradicted",
                  .text = fmt::format("{} names {}, but {}", identity_text(kind), claimed.name, fmt::join(signs, "; ")),
                  .consequence = "which core this is stays unknown: no datasheet figure is used",
                  .core_kind = kind.id,
                  .withholds_datasheet = true}};
}

std::vector<Finding> cache_contradictions(const CoreKind& kind, bool virtual_machine) {
  std::vector<Finding> findings;
  for (std::size_t i = 1; i < kind.caches.size(); ++i) {
    const Cache& inner = kind.caches[i - 1];
    const Cache& outer = kind.caches[i];
    // An L3 slice may be as small as the L2 beside it (victim caches), but an L2 within the L1's size is a mistake.
    if (outer.size < inner.size || (inner.level == Level::l1 && outer.size == inner.size)) {
      findings.push_back({.id = "cache-order",
                          .text = fmt::format("an {} of {} inside an {} of {}", to_string(inner.level),
                                              format_size(inner.size), to_string(outer.level), format_size(outer.size)),
                          .consequence = "levels come from the sweep",
                          .core_kind = kind.id,
                          .withholds_datasheet = false});
    }
  }
  const Cache* l3 = cache_at(kind.caches, Level::l3);
  if (l3 != nullptr && virtual_machine) {
    const auto sharing = std::max<std::size_t>(1, l3->shared_cpus.size());
    if (l3->size.value > largest_l3_per_core * static_cast<double>(sharing)) {
      findings.push_back({.id = "nominal-l3-of-host",
                          .text = fmt::format("the nominal L3 of {} is of the host, not of this VM with {} processor{}",
                                              format_size(l3->size), sharing, sharing == 1 ? "" : "s"),
                          .consequence = "levels come from the sweep",
                          .core_kind = kind.id,
                          .withholds_datasheet = false});
    }
  }
  return findings;
}

std::vector<Finding> cache_disagreements(const CoreKind& kind, const std::vector<Cache>& other) {
  std::vector<Finding> findings;
  for (const Cache& cache : kind.caches) {
    const Cache* rival = cache_at(other, cache.level);
    if (rival == nullptr || rival->size == cache.size) continue;
    findings.push_back({.id = "cache-sizes-disagree",
                        .text = fmt::format("{}: {} says {}, {} says {}", to_string(cache.level), cache.source,
                                            format_size(cache.size), rival->source, format_size(rival->size)),
                        .consequence = "levels come from the sweep",
                        .core_kind = kind.id,
                        .withholds_datasheet = false});
  }
  return findings;
}

}  // namespace cachebound
