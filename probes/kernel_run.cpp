// SPDX-License-Identifier: Apache-2.0
#include "probes/kernel_run.hpp"

#include <algorithm>
#include <cstring>

#include "probes/node_ring.hpp"
#include "probes/operands.hpp"

namespace cachebound::probes {
namespace {

/// Loads of the untimed lap of a latency probe: 64 MiB of lines, 0.15 s of DRAM. What a larger cache held of a longer
/// lap would show as a slightly longer latency of that cache.
constexpr std::size_t longest_lap = std::size_t{1} << 20U;

/// 32 accumulators of the longest vector that SVE allows, or all tiles of SME at this length (up to 64 KiB: not for
/// every row of a run), and alignment.
std::size_t room_for_output(const Probe& probe) {
  return std::max(std::size_t{32 * 256}, executed_out_bytes(probe)) + 64;
}

/// Between the end of one stream and the begin of the other. Streams that are exactly a power of two apart meet in the
/// same banks of DRAM: two of 256 MiB each copy at 24 GB/s, with a page between them at 33 (docs/method.md). A page,
/// and not a line, since a load whose address agrees with that of an earlier store in its last 12 bits waits for it.
constexpr std::size_t stream_gap = 4096;

std::size_t gaps(const Probe& probe) { return (streams(probe) - 1) * stream_gap; }

}  // namespace

bool walks(const Probe& probe) {
  return probe.kind == ProbeKind::memory || probe.kind == ProbeKind::load_slots || probe.kind == ProbeKind::latency ||
         probe.kind == ProbeKind::mixed;
}

std::size_t streams(const Probe& probe) { return probe.access && has_two_streams(*probe.access) ? 2 : 1; }

std::size_t stream_bytes(const Probe& probe, std::size_t bytes) {
  if (probe.block_bytes == 0) return bytes;
  return bytes / streams(probe) / probe.block_bytes * probe.block_bytes;
}

std::size_t walked_bytes(const Probe& probe, std::size_t bytes) { return streams(probe) * stream_bytes(probe, bytes); }

std::span<std::byte> place(std::span<std::byte> all, std::size_t bytes, int round) {
  const std::size_t stride = (bytes + 4095) / 4096 * 4096 + 4096;
  const std::size_t places = (all.size() - bytes) / stride + 1;
  return all.subspan(static_cast<std::size_t>(round) % places * stride, bytes);
}

KernelRun::KernelRun(const Probe& probe)
    : probe_(probe), kernel_(probe.kernel), operands_(timed_operands(probe)), out_(room_for_output(probe)) {}

void KernelRun::use_accumulators(int count) { kernel_ = probe_.by_accumulators[static_cast<std::size_t>(count - 1)]; }

void KernelRun::aim(std::span<std::byte> window) {
  const std::size_t bytes = stream_bytes(probe_, window.size() - gaps(probe_));
  window_ = {window.data(), window.data() + bytes, window.data(), bytes + gaps(probe_), &operands_, 0};
}

void KernelRun::aim_at_nodes(std::span<std::byte> window, Layout layout, std::uint64_t seed) {
  window_ = {window.data(), window.data() + window.size(), link_nodes(window, layout, seed, apart_), 0, nullptr, 0};
}

void KernelRun::enter(std::span<std::byte> memory, std::size_t bytes, int round) {
  const std::span<std::byte> window = place(memory, bytes + gaps(probe_), round);
  if (probe_.kind != ProbeKind::latency) {
    aim(window);
    return (*this)(bytes / probe_.block_bytes + 1);
  }
  aim_at_nodes(window, probe_.layout, static_cast<std::uint64_t>(round) + 1);
  const std::size_t nodes = std::min(bytes / node_bytes, longest_lap);
  (*this)(nodes / static_cast<std::size_t>(probe_.per_iteration.loads) + 1);
}

void KernelRun::operator()(std::size_t iterations) {
  auto* out = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(out_.data()) + 63) & ~std::uintptr_t{63});
  if (!walks(probe_)) return kernel_(iterations, &operands_, out);
  kernel_(iterations, &window_, out);
  std::memcpy(&window_.position, out, sizeof window_.position);
}

std::vector<std::unique_ptr<KernelRun>> one_each(const Probe& probe, std::size_t threads) {
  std::vector<std::unique_ptr<KernelRun>> runs;
  for (std::size_t member = 0; member < threads; ++member) runs.push_back(std::make_unique<KernelRun>(probe));
  return runs;
}

}  // namespace cachebound::probes
