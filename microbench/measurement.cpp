// SPDX-License-Identifier: Apache-2.0
#include "microbench/measurement.hpp"

#include <array>
#include <utility>

namespace cachebound {
namespace {

/// The spellings of one enum, used for printing and for parsing, so that the two cannot drift apart.
template <typename E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

template <typename E, std::size_t N>
std::string_view name_of(const Names<E, N>& names, E value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  return "unknown";
}

template <typename E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, std::string_view text) {
  for (const auto& [candidate, name] : names) {
    if (name == text) return candidate;
  }
  return std::nullopt;
}

constexpr Names<DType, 6> dtypes{{{DType::f32, "f32"},
                                  {DType::f64, "f64"},
                                  {DType::f16, "f16"},
                                  {DType::bf16, "bf16"},
                                  {DType::i8, "i8"},
                                  {DType::b1, "b1"}}};
constexpr Names<Level, 4> levels{{{Level::l1, "L1"}, {Level::l2, "L2"}, {Level::l3, "L3"}, {Level::dram, "DRAM"}}};
constexpr Names<Access, 11> accesses{{{Access::read, "read"},
                                      {Access::write, "write"},
                                      {Access::ntwrite, "ntwrite"},
                                      {Access::zero, "zero"},
                                      {Access::copy, "copy"},
                                      {Access::ntcopy, "ntcopy"},
                                      {Access::update, "update"},
                                      {Access::r3w1, "r3w1"},
                                      {Access::r2w1, "r2w1"},
                                      {Access::r1w1, "r1w1"},
                                      {Access::touch, "touch"}}};
constexpr Names<CeilingKind, 5> kinds{{{CeilingKind::compute, "compute"},
                                       {CeilingKind::memory, "memory"},
                                       {CeilingKind::load_slots, "load-slots"},
                                       {CeilingKind::latency, "latency"},
                                       {CeilingKind::mixed, "mixed"}}};
constexpr Names<Quality, 5> qualities{{{Quality::stable, "stable"},
                                       {Quality::noisy, "noisy"},
                                       {Quality::throttled, "throttled"},
                                       {Quality::emulated, "emulated"},
                                       {Quality::host_shared, "host-shared"}}};
constexpr Names<TrafficSource, 4> sources{{{TrafficSource::counted, "counted"},
                                           {TrafficSource::traced, "traced"},
                                           {TrafficSource::modelled, "modelled"},
                                           {TrafficSource::compulsory, "compulsory"}}};
constexpr Names<CacheState, 3> cache_states{{{CacheState::warm, "warm"},
                                             {CacheState::cold_weights, "cold-weights"},
                                             {CacheState::cold_all, "cold-all"}}};

}  // namespace

bool accumulates(std::string_view operation) {
  return operation != "mul" && operation != "add" && operation != "muladd";
}

bool stores_past_caches(Access access) { return access == Access::ntwrite || access == Access::ntcopy; }

bool has_two_streams(Access access) { return access == Access::copy || access == Access::ntcopy; }

std::string_view to_string(DType value) { return name_of(dtypes, value); }
std::string_view to_string(Level value) { return name_of(levels, value); }
std::string_view to_string(Access value) { return name_of(accesses, value); }
std::string_view to_string(CeilingKind value) { return name_of(kinds, value); }
std::string_view to_string(Quality value) { return name_of(qualities, value); }
std::string_view to_string(TrafficSource value) { return name_of(sources, value); }
std::string_view to_string(CacheState value) { return name_of(cache_states, value); }

std::optional<DType> parse_dtype(std::string_view text) { return value_of(dtypes, text); }
std::optional<Level> parse_level(std::string_view text) { return value_of(levels, text); }
std::optional<Access> parse_access(std::string_view text) { return value_of(accesses, text); }
std::optional<CeilingKind> parse_ceiling_kind(std::string_view text) { return value_of(kinds, text); }
std::optional<Quality> parse_quality(std::string_view text) { return value_of(qualities, text); }
std::optional<TrafficSource> parse_traffic_source(std::string_view text) { return value_of(sources, text); }
std::optional<CacheState> parse_cache_state(std::string_view text) { return value_of(cache_states, text); }

}  // namespace cachebound
