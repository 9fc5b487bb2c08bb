// SPDX-License-Identifier: Apache-2.0
#include "operators/cache_conditioner.hpp"

#include <algorithm>
#include <cstring>
#include <ranges>

namespace cachebound::operators {
namespace {

/// The least of those in use; where lines are longer, some are read twice.
constexpr std::size_t line = 32;

}  // namespace

std::optional<std::size_t> eviction_bytes(std::span<const Cache> caches) {
  double largest = 0.0;
  for (const Cache& cache : caches) largest = std::max(largest, cache.size.value);
  if (!(largest > 0.0)) return std::nullopt;
  const double bytes = std::max(2.0 * largest, std::min(4.0 * largest, mebibytes(64).value));
  return static_cast<std::size_t>(bytes);
}

Result<CacheConditioner> CacheConditioner::make(std::span<const Cache> caches) {
  const auto bytes = eviction_bytes(caches);
  if (!bytes) return Error{Reason::not_found, "no cache's size is known here, so none can be emptied"};
  auto memory = WorkingMemory::allocate(*bytes);
  if (!memory) return memory.error();
  return CacheConditioner(std::move(memory).value());
}

void CacheConditioner::read(std::span<const std::byte> bytes) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += line) sum += std::to_integer<std::uint64_t>(bytes[at]);
  sum_ += sum;
  asm volatile("" ::"r"(sum) : "memory");
}

void CacheConditioner::bring(CacheState state, const Prepared& prepared) {
  if (state == CacheState::warm) return;
  read(memory_.bytes());
  if (state == CacheState::cold_all) return;
  const auto activations = prepared.activations();
  for (const auto& tensor : std::views::reverse(activations)) read(tensor);
}

Status cannot_be(CacheState state, const Prepared& prepared) {
  if (state == CacheState::cold_weights && prepared.activations().empty())
    return Error{Reason::not_applicable, "this backend does not tell which of its memory is not weights"};
  return std::nullopt;
}

}  // namespace cachebound::operators
